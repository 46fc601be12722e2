// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.port;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.quant.spec.NumericContract;
import spinal.core.Bits;
import spinal.core.UInt;

/** A word of W codes whose blocks of 8 have exponents: the codes, the first lowest, and above them the exponent of each block. */
public enum BlockWord {
    /** Of ACT: int8 codes, contract §6; exponents are 0 where a tensor has one exponent. */
    ACTIVATION(Byte.SIZE),
    /** Of RES: int9 codes, contract §2.2. */
    STREAM(NumericContract.STREAM_BITS);

    public static final int EXPONENT_BITS = 32 - Integer.numberOfLeadingZeros(NumericContract.MAX_ROW_EXPONENT);

    private final int codeBits;

    BlockWord(int codeBits) {
        this.codeBits = codeBits;
    }

    /** Blocks of a word of {@code codes} codes. */
    public static int blocks(int codes) {
        return codes / NumericContract.EXPONENT_BLOCK;
    }

    /** Bits of a word of {@code codes} codes. */
    public int bits(int codes) {
        return codeBits * codes + EXPONENT_BITS * blocks(codes);
    }

    public Bits codes(Bits word, int codes) {
        return slice(word, codeBits * codes - 1, 0);
    }

    /** The exponent of the block in which code {@code index} is. */
    public UInt exponent(Bits word, int codes, int index) {
        Bits all = slice(word, bits(codes) - 1, codeBits * codes);
        return asUInt(word(all, index / NumericContract.EXPONENT_BLOCK, EXPONENT_BITS));
    }
}
