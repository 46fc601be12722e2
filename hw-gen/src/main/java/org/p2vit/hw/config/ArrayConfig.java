// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

import java.io.Serializable;

/**
 * Shape of the multiply-accumulate array and of everything that keeps up with it.
 *
 * @param tokenTile T, token rows worked on together: 2, 4, 8 or 16, at most {@code word}
 * @param word W, the one word size: 8 or 16 outputs, depth steps, lanes and bytes of a buffer word or AXI beat
 * @param postPipes R, token rows requantized (and softmax rows handled) in parallel; divides {@code tokenTile}
 * @param pe what a multiplier makes
 */
public record ArrayConfig(int tokenTile, int word, int postPipes, ProcessingElement pe) implements Serializable {
    public ArrayConfig {
        Faults faults = new Faults();
        boolean words = faults.require(word == 8 || word == 16, "array.word is %d, allowed is 8 or 16", word);
        boolean rows = faults.inRange("array.tokenTile", tokenTile, 2, 16)
                && words
                && faults.require(
                        word % tokenTile == 0,
                        "array.tokenTile is %d, it must divide array.word, which is %d",
                        tokenTile,
                        word);
        if (rows && faults.inRange("array.postPipes", postPipes, 1, tokenTile)) {
            faults.require(
                    tokenTile % postPipes == 0,
                    "array.postPipes is %d, it must divide array.tokenTile, which is %d",
                    postPipes,
                    tokenTile);
        }
        faults.end();
    }

    /** Multiply-accumulates per cycle with 8-bit weights: T·W·W. */
    public int macsPerCycle() {
        return tokenTile * word * word;
    }

    /** Multipliers, each a DSP block, that do it. */
    public int multipliers() {
        return macsPerCycle() / 2 * pe.multipliersPerPair();
    }

    /** Bits of a word of W bytes, which is also the width of the AXI data bus. */
    public int wordBits() {
        return 8 * word;
    }

    /** Token tiles that hold {@code tokens} rows. */
    public int tiles(int tokens) {
        return (tokens + tokenTile - 1) / tokenTile;
    }

    /** Words (or output tiles) that hold {@code channels} values. */
    public int words(int channels) {
        return (channels + word - 1) / word;
    }
}
