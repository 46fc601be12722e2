// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import static org.p2vit.quant.witness.Whole.roundShift;
import static org.p2vit.quant.witness.Whole.sat18;
import static org.p2vit.quant.witness.Whole.sat8;
import static org.p2vit.quant.witness.Whole.shiftDown;
import static org.p2vit.quant.witness.Whole.shiftUp;
import static org.p2vit.quant.witness.Whole.sum;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;

/** §2: a linear layer. Weights are w[o,k]; {@code residualShift} is empty where nothing is added. */
record WitnessLinear(Matrix weights, List<BigInteger> bias, List<BigInteger> shift, List<BigInteger> residualShift) {
    /** acc[t,o] = Σ_k a[t,k] · b[o,k]. */
    static Matrix product(Matrix a, Matrix b) {
        return Matrix.of(
                a.rows(), b.rows(), (t, o) -> sum(a.columns(), k -> a.at(t, k).multiply(b.at(o, k))));
    }

    /** acc[t,o]. */
    Matrix accumulate(Matrix a) {
        return product(a, weights);
    }

    /** y[t,o] as int8, of a layer without residual. */
    Matrix codes(Matrix acc) {
        return Matrix.of(acc.rows(), acc.columns(), (t, o) -> sat8(rounded(z(acc, t, o, 0))));
    }

    /** h[t,o] of §6, of the layer in front of GELU. */
    Matrix wide(Matrix acc) {
        return Matrix.of(acc.rows(), acc.columns(), (t, o) -> sat18(rounded(z(acc, t, o, 0))));
    }

    /** A layer with residual writes the residual stream. */
    WitnessStream stream(Matrix acc, WitnessStream r) {
        return stream(acc, Collections.nCopies(acc.rows(), BigInteger.ZERO), r);
    }

    /** As above; {@code rho} are the exponents of the rows of the input. */
    WitnessStream stream(Matrix acc, List<BigInteger> rho, WitnessStream r) {
        return WitnessStream.of(Matrix.of(acc.rows(), acc.columns(), (t, o) -> {
            int down = residualShift.get(o).intValueExact() - r.exponent(t, o);
            BigInteger residual = shiftDown(shiftUp(r.words().at(t, o), 12), down);
            return z(acc, t, o, rho.get(t).intValueExact()).add(residual);
        }));
    }

    /** §8: of one row, without saturation. */
    Matrix logits(Matrix acc) {
        return Matrix.of(acc.rows(), acc.columns(), (t, o) -> rounded(z(acc, t, o, 0)));
    }

    /** s[t,o] and the bias: z but for the residual. */
    private BigInteger z(Matrix acc, int t, int o, int rho) {
        BigInteger s = shiftDown(shiftUp(acc.at(t, o), 4), shift.get(o).intValueExact() - rho);
        return s.add(bias.get(o));
    }

    private static BigInteger rounded(BigInteger z) {
        return roundShift(z, 4);
    }
}
