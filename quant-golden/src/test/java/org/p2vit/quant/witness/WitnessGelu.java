// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import static org.p2vit.quant.witness.Whole.roundShift;
import static org.p2vit.quant.witness.Whole.sat8;
import static org.p2vit.quant.witness.Whole.shiftDown;
import static org.p2vit.quant.witness.Whole.shiftUp;
import static org.p2vit.quant.witness.Whole.whole;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;

/** §6: GELU of h. {@code shift} is j. */
record WitnessGelu(int shift) {
    /** y[t,o], given d of the blocks. */
    Matrix codes(Matrix h, Matrix exponents) {
        return Matrix.of(
                h.rows(),
                h.columns(),
                (t, o) -> sat8(roundShift(
                        product(h.at(t, o)), 12 + exponents.at(t, o / 8).intValueExact())));
    }

    /** d[t,b]. */
    Matrix exponents(Matrix h) {
        int blocks = (h.columns() + 7) / 8;
        return Matrix.of(
                h.rows(),
                blocks,
                (t, b) -> exponent(IntStream.range(8 * b, Math.min(8 * b + 8, h.columns()))
                        .mapToObj(o -> product(h.at(t, o)))
                        .toList()));
    }

    private static BigInteger exponent(List<BigInteger> block) {
        for (int d = 0; d <= 7; d++) {
            BigInteger end = BigInteger.TWO.pow(19 + d);
            if (block.stream().allMatch(p -> p.compareTo(end.negate()) >= 0 && p.compareTo(end) < 0)) {
                return whole(d);
            }
        }
        throw new AssertionError("§6: d = 7 always serves, but not " + block);
    }

    /** i of one h. */
    BigInteger index(BigInteger h) {
        return shiftDown(shiftUp(h.abs(), 7), shift);
    }

    /** p of one h. */
    BigInteger product(BigInteger h) {
        return shiftUp(h.max(BigInteger.ZERO), 9).subtract(h.abs().multiply(DerivedTables.q(index(h))));
    }
}
