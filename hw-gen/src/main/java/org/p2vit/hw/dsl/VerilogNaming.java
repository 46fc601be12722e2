// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dsl;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds ports, registers and instances whose name nobody chose: they begin with {@code _zz_} and change when unrelated
 * code changes. Unnamed wires (parts of expressions) and the {@code reg}s of {@code always @(*)} are not reported.
 */
public final class VerilogNaming {
    private static final Pattern PORT = Pattern.compile("^.*\\b(?:input|output|inout)\\b.*\\b(_zz_\\w+)\\W*$");
    private static final Pattern CLOCKED = Pattern.compile("^\\s*(_zz_\\w+)(?:\\[[^=]*)?\\s*<=.*;$");
    private static final Pattern INSTANCE = Pattern.compile("^\\s*\\w+\\s+(_zz_\\w+)\\s*\\($");

    private VerilogNaming() {}

    /** The unnamed ports, registers and instances in a generated file, each once, in order of appearance. */
    public static List<String> unnamed(String verilog) {
        return verilog.lines()
                .flatMap(line -> List.of(PORT, CLOCKED, INSTANCE).stream()
                        .map(pattern -> pattern.matcher(line))
                        .filter(java.util.regex.Matcher::matches)
                        .map(match -> match.group(1)))
                .distinct()
                .toList();
    }
}
