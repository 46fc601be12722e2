// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.port;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.quant.spec.NumericContract;
import spinal.core.Bits;
import spinal.core.UInt;

/** A word of ACT: W int8 codes, the first lowest, and above them the exponent of each block of 8 (contract §6; 0 where a tensor has one exponent). */
public final class ActivationWord {
    public static final int EXPONENT_BITS = 32 - Integer.numberOfLeadingZeros(NumericContract.MAX_ROW_EXPONENT);
    private static final int CODE_BITS = 8;

    private ActivationWord() {}

    /** Blocks of a word of {@code codes} codes. */
    public static int blocks(int codes) {
        return codes / NumericContract.EXPONENT_BLOCK;
    }

    /** Bits of a word of {@code codes} codes. */
    public static int bits(int codes) {
        return CODE_BITS * codes + EXPONENT_BITS * blocks(codes);
    }

    public static Bits codes(Bits word, int codes) {
        return slice(word, CODE_BITS * codes - 1, 0);
    }

    /** The exponent of the block in which code {@code index} is. */
    public static UInt exponent(Bits word, int codes, int index) {
        Bits all = slice(word, bits(codes) - 1, CODE_BITS * codes);
        return asUInt(word(all, index / NumericContract.EXPONENT_BLOCK, EXPONENT_BITS));
    }
}
