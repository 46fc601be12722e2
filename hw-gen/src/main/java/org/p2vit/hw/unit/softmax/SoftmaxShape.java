// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.cell.SumReciprocal;
import org.p2vit.hw.port.GroupWrite;
import spinal.core.UInt;

/**
 * The sizes of a softmax unit.
 *
 * @param tokenTile T
 * @param word W, logits a word
 * @param pipes R, rows worked on at once
 * @param maxTokens the longest row
 * @param uniform whether codes are uniform (numeric contract §5.3) and not logarithmic (§5.1)
 */
record SoftmaxShape(int tokenTile, int word, int pipes, int maxTokens, boolean uniform) {
    /** Tiles of logits that are held: one arriving, one being read, and the joints between them. */
    static final int SLOTS = 4;

    SoftmaxShape {
        check(
                powerOfTwo(pipes) && powerOfTwo(tokenTile) && tokenTile % pipes == 0,
                "pipes " + pipes + " and token tile " + tokenTile
                        + " must be powers of two, and the pipes divide the tile");
        check(
                tokenTile >= 2 && powerOfTwo(word) && word >= 2,
                "token tile " + tokenTile + " and word " + word + " must be powers of two above 1");
        check(maxTokens >= 1 && maxTokens <= 1023, "maxTokens " + maxTokens + " is not in 1 … 1023");
    }

    private static boolean powerOfTwo(int value) {
        return Integer.bitCount(value) == 1;
    }

    /** Row groups of a tile. */
    int groups() {
        return tokenTile / pipes;
    }

    /** Bits of a word index within a row. */
    int wordBits() {
        return indexWidth((maxTokens + word - 1) / word);
    }

    /** Words of one pipe's logit buffer: slot, group, word. */
    int logitDepth() {
        return SLOTS * groups() << wordBits();
    }

    int codeBits() {
        return uniform ? UniformLane.CODE_BITS : LogarithmicRow.CODE_BITS;
    }

    /** An address of row divisors, or null where A·V needs none. */
    UInt divisorAddress() {
        return uniform ? uint(16) : null;
    }

    /** A word of codes of each pipe. */
    GroupWrite codeWrite() {
        return new GroupWrite(pipes, groups(), codeBits() * word);
    }

    /** What each pipe's row is divided by. */
    GroupWrite divisorWrite() {
        return new GroupWrite(pipes, groups(), SumReciprocal.DIVISOR_BITS);
    }
}
