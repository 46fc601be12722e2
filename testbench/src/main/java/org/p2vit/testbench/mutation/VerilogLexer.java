// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits Verilog as SpinalHDL writes it into words; comments and attributes are left out. */
final class VerilogLexer {
    private static final Pattern WORD = Pattern.compile(
            "(?<skip>\\s+|//[^\\n]*|/\\*(?s:.*?)\\*/|\\(\\*(?!\\s*\\))(?s:.*?)\\*\\))"
                    + "|(?<number>\\d+'[bdh][0-9a-fA-F]+|\\d+)"
                    + "|(?<name>\\$?[A-Za-z_][A-Za-z_0-9$]*)"
                    + "|(?<mark><<<|>>>|===|!==|&&|\\|\\||==|!=|<=|>=|<<|>>|`timescale[^\\n]*|[-+*/%&|^~!<>=?:;,.(){}\\[\\]@#])");

    private VerilogLexer() {}

    /** @param from offset of the first character */
    record Word(String text, Kind kind, int from) {
        boolean is(String other) {
            return text.equals(other);
        }

        int to() {
            return from + text.length();
        }
    }

    enum Kind {
        NUMBER,
        NAME,
        MARK
    }

    /** @throws IllegalArgumentException at what is no word of this narrow grammar */
    static List<Word> words(String verilog) {
        List<Word> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(verilog);
        int at = 0;
        while (at < verilog.length()) {
            if (!matcher.region(at, verilog.length()).lookingAt()) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "offset %d: %s is no Verilog that mutants can be made of",
                        at,
                        verilog.substring(at, Math.min(at + 20, verilog.length()))));
            }
            if (matcher.group("skip") == null) {
                Kind kind = matcher.group("number") != null
                        ? Kind.NUMBER
                        : matcher.group("name") != null ? Kind.NAME : Kind.MARK;
                words.add(new Word(matcher.group(), kind, at));
            }
            at = matcher.end();
        }
        return words;
    }
}
