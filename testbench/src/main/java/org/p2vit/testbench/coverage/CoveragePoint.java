// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.coverage;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.p2vit.quant.InvalidInputException;

/**
 * A point of Verilator's.
 *
 * @param kind of a branch, or {@link CoverageKind#LINE} for a block that is no way of an {@code if}
 * @param module in which it stands
 * @param line of the file, from 1
 * @param name the signal and its bit, or which way of the branch
 * @param lines the lines that are executed with it, such as {@code 12-14,17}; empty for a signal
 */
record CoveragePoint(CoverageKind kind, String module, int line, int column, String name, String lines) {
    private static final char KEY = '\001';
    private static final char VALUE = '\002';

    /** Reads what stands between the quotation marks: keys and values, each behind its mark. */
    static CoveragePoint parse(String text) {
        Map<String, String> values = new HashMap<>();
        for (String part : text.split(String.valueOf(KEY))) {
            int mark = part.indexOf(VALUE);
            if (mark >= 0) {
                values.put(part.substring(0, mark), part.substring(mark + 1));
            }
        }
        String page = values.getOrDefault("page", "");
        int slash = page.indexOf('/');
        if (!page.startsWith("v_") || slash < 0) {
            throw new InvalidInputException("a point of coverage is of an unknown kind: " + text);
        }
        return new CoveragePoint(
                CoverageKind.valueOf(page.substring(2, slash).toUpperCase(Locale.ROOT)),
                page.substring(slash + 1),
                Integer.parseInt(values.get("l")),
                Integer.parseInt(values.get("n")),
                values.getOrDefault("o", ""),
                values.getOrDefault("S", ""));
    }
}
