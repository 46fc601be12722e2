// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.coverage;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Something that no run can reach or need not reach, with the reason.
 *
 * @param module its name, without the number that tells modules of one kind
 * @param kind what of it
 * @param what the line, the way and the line ({@code else: if(full) begin}), or the signal with its bit; {@code *} stands for anything
 * @param reason why
 */
record Waiver(String module, CoverageKind kind, String what, String reason) {
    Waiver {
        if (module == null || kind == null || what == null || reason == null || reason.isBlank()) {
            throw new IllegalArgumentException("a waiver has a module, a kind, what it is for, and a reason");
        }
    }

    boolean covers(String moduleKind, CoverageKind itemKind, String text) {
        return module.equals(moduleKind)
                && kind == itemKind
                && pattern().matcher(text).matches();
    }

    private Pattern pattern() {
        return Pattern.compile(
                Arrays.stream(what.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    String sentence() {
        return module + " " + kind + " \"" + what + "\"";
    }
}
