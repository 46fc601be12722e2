// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.Optional;
import org.p2vit.hw.memory.MemoryShape;
import org.p2vit.hw.port.GroupWrite;
import spinal.core.UInt;

/**
 * The sizes of a softmax unit.
 *
 * @param tokenTile T
 * @param word W, logits a word
 * @param pipes R, rows worked on at once
 * @param maxTokens the longest row
 * @param codeBits of a code
 * @param divides whether A·V is divided by what is kept of each row
 */
record SoftmaxShape(int tokenTile, int word, int pipes, int maxTokens, int codeBits, boolean divides) {
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

    /** One pipe's logits, by slot, group and word. */
    MemoryShape logitBuffer() {
        return MemoryShape.inUnit(8 * word, SLOTS * groups() << wordBits());
    }

    /** An address of row divisors, where there are any. */
    Optional<UInt> divisorAddress() {
        return optional(divides, () -> uint(16));
    }

    /** A word of codes of each pipe. */
    GroupWrite codeWrite() {
        return new GroupWrite(pipes, groups(), codeBits * word);
    }
}
