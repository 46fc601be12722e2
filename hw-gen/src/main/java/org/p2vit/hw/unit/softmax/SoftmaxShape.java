// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

/**
 * The sizes of a softmax unit.
 *
 * @param tokenTile T
 * @param word W, logits a word
 * @param pipes R, rows worked on at once
 * @param maxTokens the longest row
 */
record SoftmaxShape(int tokenTile, int word, int pipes, int maxTokens) {
    /** Tiles of logits that are held: one arriving, one being read, and the joints between them. */
    static final int SLOTS = 4;

    /** Rows between the first read of their logits and their last code. */
    static final int ROWS_IN_FLIGHT = 32;

    /** Words that pass while the logarithm of a row is made: what a row's distances wait beyond the row itself. */
    private static final int LOGARITHM_WORDS = 32;

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

    /** Words of one pipe's distance queue. */
    int distanceDepth() {
        int needed = (1 << wordBits()) + LOGARITHM_WORDS;
        return Integer.highestOneBit(needed - 1) << 1;
    }
}
