// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.mutation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.p2vit.testbench.mutation.VerilogLexer.Kind;

/** Ports, signals and memories of one module. */
final class Declarations {
    private final Map<String, Integer> widths = new HashMap<>();
    private final Set<String> inputs = new HashSet<>();
    private final Set<String> memories = new HashSet<>();

    /** Takes a declaration up to its semicolon, or up to the comma or parenthesis behind a port. */
    void declare(VerilogWords words) {
        boolean input = words.next().is("input");
        while (words.nextIs("wire") || words.nextIs("reg")) {
            words.next();
        }
        int width = words.nextIs("[") ? range(words) : 1;
        String name = words.next().text();
        widths.put(name, width);
        if (input) {
            inputs.add(name);
        }
        if (words.nextIs("[")) {
            range(words);
            memories.add(name);
        }
    }

    private static int range(VerilogWords words) {
        words.take("[");
        int high = Integer.parseInt(words.next().text());
        words.take(":");
        int low = Integer.parseInt(words.next().text());
        words.take("]");
        return Math.abs(high - low) + 1;
    }

    /** Bits of a signal, or of a word of a memory; 0 if there is none of the name. */
    int width(String name) {
        return widths.getOrDefault(name, 0);
    }

    boolean isInput(String name) {
        return inputs.contains(name);
    }

    boolean isMemory(String name) {
        return memories.contains(name);
    }

    static boolean begins(VerilogWords words) {
        return words.nextIs(Kind.NAME)
                && Set.of("input", "output", "wire", "reg")
                        .contains(words.peek().text());
    }
}
