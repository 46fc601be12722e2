// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.mutation;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.p2vit.testbench.mutation.VerilogLexer.Kind;
import org.p2vit.testbench.mutation.VerilogLexer.Word;

/** Words that are read from left to right. */
final class VerilogWords {
    private final String verilog;
    private final List<Word> words;
    private final int[] lineEnds;
    private int at;

    VerilogWords(String verilog) {
        this.verilog = verilog;
        this.words = VerilogLexer.words(verilog);
        this.lineEnds = IntStream.range(0, verilog.length())
                .filter(i -> verilog.charAt(i) == '\n')
                .toArray();
    }

    boolean more() {
        return at < words.size();
    }

    Word peek() {
        return words.get(at);
    }

    boolean nextIs(String text) {
        return more() && peek().is(text);
    }

    boolean nextIs(Kind kind) {
        return more() && peek().kind() == kind;
    }

    Word next() {
        if (!more()) {
            throw new IllegalArgumentException("the Verilog ends too early");
        }
        return words.get(at++);
    }

    /** @throws IllegalArgumentException if the next word is another */
    Word take(String text) {
        Word word = next();
        if (!word.is(text)) {
            throw new IllegalArgumentException(
                    "line " + line(word.from()) + ": " + text + " should be where " + word.text() + " is");
        }
        return word;
    }

    boolean skip(String text) {
        boolean there = nextIs(text);
        at += there ? 1 : 0;
        return there;
    }

    /** Passes everything up to and with the word. */
    void skipBehind(String text) {
        while (!next().is(text)) {
            continue;
        }
    }

    int position() {
        return at;
    }

    void back(int position) {
        at = position;
    }

    /** The end of the word before the next. */
    int end() {
        return words.get(at - 1).to();
    }

    String text(int from, int to) {
        return verilog.substring(from, to);
    }

    int line(int offset) {
        return -Arrays.binarySearch(lineEnds, offset);
    }
}
