// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.emit;

import java.util.Locale;
import java.util.StringJoiner;

/** Text that is written line by line, each ended by a line feed. */
final class Lines {
    private final StringJoiner lines = new StringJoiner("\n", "", "\n");

    /** Adds a line; {@code format} is taken as it is when there are no values. */
    void add(String format, Object... values) {
        lines.add(values.length == 0 ? format : String.format(Locale.ROOT, format, values));
    }

    String text() {
        return lines.toString();
    }
}
