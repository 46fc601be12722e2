// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import static org.p2vit.quant.witness.Whole.roundShift;
import static org.p2vit.quant.witness.Whole.sat16;
import static org.p2vit.quant.witness.Whole.sat8;
import static org.p2vit.quant.witness.Whole.sat9;
import static org.p2vit.quant.witness.Whole.shiftDown;
import static org.p2vit.quant.witness.Whole.shiftUp;
import static org.p2vit.quant.witness.Whole.whole;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;

/** §2.2: words x of the residual stream, with exponents k by block of 8 neighbours. */
record WitnessStream(Matrix words, Matrix exponents) {
    /** Of the sums z. */
    static WitnessStream of(Matrix z) {
        Matrix h = Matrix.of(z.rows(), z.columns(), (t, o) -> sat16(shiftDown(z.at(t, o), 4)));
        int blocks = (z.columns() + 7) / 8;
        Matrix k = Matrix.of(
                z.rows(),
                blocks,
                (t, b) -> exponent(IntStream.range(8 * b, Math.min(8 * b + 8, z.columns()))
                        .mapToObj(o -> h.at(t, o))
                        .toList()));
        return new WitnessStream(
                Matrix.of(
                        z.rows(),
                        z.columns(),
                        (t, o) -> sat9(roundShift(h.at(t, o), 1 + k.at(t, o / 8).intValueExact()))),
                k);
    }

    /** §7: words whose κ is 0. */
    static WitnessStream withoutExponents(Matrix words) {
        return new WitnessStream(words, Matrix.of(words.rows(), (words.columns() + 7) / 8, (t, b) -> BigInteger.ZERO));
    }

    private static BigInteger exponent(List<BigInteger> block) {
        for (int k = 0; k <= 6; k++) {
            BigInteger end = BigInteger.TWO.pow(9 + k);
            if (block.stream().allMatch(h -> h.compareTo(end.negate()) >= 0 && h.compareTo(end) < 0)) {
                return whole(k);
            }
        }
        throw new AssertionError("§2.2: k = 6 always serves, but not " + block);
    }

    /** k of the block of a word; the residual's κ. */
    int exponent(int t, int o) {
        return exponents.at(t, o / 8).intValueExact();
    }

    /** §3: X = x << k. */
    Matrix values() {
        return Matrix.of(words.rows(), words.columns(), (t, c) -> shiftUp(words.at(t, c), exponent(t, c)));
    }

    /** §8.1: y[c] = sat8(roundShift((x[c] << 12) >> (residualShift[c] − k), 4)). */
    Matrix narrow(List<BigInteger> residualShift) {
        return Matrix.of(words.rows(), words.columns(), (t, c) -> {
            int down = residualShift.get(c).intValueExact() - exponent(t, c);
            return sat8(roundShift(shiftDown(shiftUp(words.at(t, c), 12), down), 4));
        });
    }

    /** The first tokens alone. */
    WitnessStream first(int tokens) {
        return new WitnessStream(
                Matrix.of(tokens, words.columns(), words::at), Matrix.of(tokens, exponents.columns(), exponents::at));
    }
}
