// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects what is wrong with the values of a record, so that all of it is said at once; each sentence begins with the field. */
final class Faults {
    private final List<String> found = new ArrayList<>();

    /** Returns whether {@code value} is in range, for checks that make no sense otherwise. */
    boolean inRange(String field, int value, int least, int most) {
        return require(least <= value && value <= most, "%s is %d, allowed is %d to %d", field, value, least, most);
    }

    void powerOfTwo(String field, int value) {
        require(Integer.bitCount(value) == 1, "%s is %d, it must be a power of two", field, value);
    }

    void notBlank(String field, String value) {
        require(value != null && !value.isBlank(), "%s is empty, give it a text", field);
    }

    boolean require(boolean holds, String sentence, Object... values) {
        if (!holds) {
            found.add(String.format(Locale.ROOT, sentence, values));
        }
        return holds;
    }

    /** @throws ConfigException with everything that was found, if anything was */
    void end() {
        if (!found.isEmpty()) {
            throw new ConfigException(found);
        }
    }
}
