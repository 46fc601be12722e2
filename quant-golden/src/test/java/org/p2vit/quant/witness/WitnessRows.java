// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import static org.p2vit.quant.witness.Whole.roundShift;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;

/** §6.1: words with exponents d by block of 8 neighbours, and rows with one exponent that are made of them. */
record WitnessRows(Matrix words, Matrix exponents) {
    /** ρ[t]. */
    List<BigInteger> rho() {
        return IntStream.range(0, words.rows())
                .mapToObj(t -> exponents.row(t).stream().reduce(BigInteger::max).orElseThrow())
                .toList();
    }

    /** a[t,k]. */
    Matrix aligned() {
        List<BigInteger> rho = rho();
        return Matrix.of(
                words.rows(),
                words.columns(),
                (t, k) -> roundShift(
                        words.at(t, k),
                        rho.get(t).subtract(exponents.at(t, k / 8)).intValueExact()));
    }
}
