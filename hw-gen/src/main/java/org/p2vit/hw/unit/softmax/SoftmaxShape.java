// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.port.GroupWrite;
import org.p2vit.hw.port.ReadPort;
import spinal.core.UInt;

/**
 * The sizes of a softmax unit.
 *
 * @param tokenTile T
 * @param word W, logits a word
 * @param pipes R, rows worked on at once
 * @param maxTokens the longest row
 * @param coding of the attention weights
 */
record SoftmaxShape(int tokenTile, int word, int pipes, int maxTokens, Coding coding) {
    /** Tiles of logits that are held: one arriving, one being read, and the joints between them. */
    static final int SLOTS = 4;

    /** Rows between the first read of their logits and the last read of what is kept of them. */
    static final int ROWS_IN_FLIGHT = 32;

    /** Words that pass while the factor of a row is made: what a row's kept numbers wait beyond the row itself. */
    private static final int FACTOR_WORDS = 32;

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

    /** Cycles from reading a word of kept numbers to its codes. */
    int codeLatency() {
        return ReadPort.LATENCY + coding.latency;
    }

    /** An address of row exponents, or null where codes have none. */
    UInt exponentAddress() {
        return coding == Coding.UNIFORM ? uint(16) : null;
    }

    /** A word of codes of each pipe. */
    GroupWrite codeWrite() {
        return new GroupWrite(pipes, groups(), coding.codeBits * word);
    }

    /** Words of one pipe's queue of kept numbers. */
    int keptDepth() {
        int needed = (1 << wordBits()) + FACTOR_WORDS;
        return Integer.highestOneBit(needed - 1) << 1;
    }
}
