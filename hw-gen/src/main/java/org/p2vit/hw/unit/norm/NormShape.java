// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.norm;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.memory.MemoryShape;

/**
 * The sizes of a LayerNorm unit.
 *
 * @param tokenTile T
 * @param word W, channels a word
 * @param maxDim the longest row
 */
record NormShape(int tokenTile, int word, int maxDim) {
    /** Rows between the first read and the last normalised word. */
    static final int ROWS_IN_FLIGHT = 32;

    /** Words that pass from the last word of a row to its scale: what a row waits in the buffer beyond itself. */
    private static final int SCALE_WORDS = 32;

    NormShape {
        check(
                tokenTile >= 2 && Integer.bitCount(tokenTile) == 1 && word >= 2 && Integer.bitCount(word) == 1,
                "token tile " + tokenTile + " and word " + word + " must be powers of two above 1");
        check(maxDim >= 1 && maxDim <= 1024, "maxDim " + maxDim + " is not in 1 … 1024");
    }

    /** Bits of a word index within a row. */
    int wordBits() {
        return indexWidth((maxDim + word - 1) / word);
    }

    /** Scaled words of the rows in flight. */
    MemoryShape rowBuffer() {
        int needed = (1 << wordBits()) + SCALE_WORDS;
        return MemoryShape.inUnit(RowStatistics.SCALED_BITS * word, Integer.highestOneBit(needed - 1) << 1);
    }
}
