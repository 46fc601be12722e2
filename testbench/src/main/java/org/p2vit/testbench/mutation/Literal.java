// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.mutation;

import java.math.BigInteger;

/** A sized number of Verilog, such as {@code 5'h1f}. */
record Literal(int width, BigInteger value) {
    static Literal of(String text) {
        int mark = text.indexOf('\'');
        int radix =
                switch (text.charAt(mark + 1)) {
                    case 'b' -> 2;
                    case 'd' -> 10;
                    default -> 16;
                };
        return new Literal(Integer.parseInt(text.substring(0, mark)), new BigInteger(text.substring(mark + 2), radix));
    }

    String flipped(int bit) {
        return width + "'h" + value.flipBit(bit).toString(16);
    }
}
