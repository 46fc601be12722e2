// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import static org.p2vit.quant.witness.Whole.roundShift;
import static org.p2vit.quant.witness.Whole.sat16;
import static org.p2vit.quant.witness.Whole.sat8;
import static org.p2vit.quant.witness.Whole.sat9;
import static org.p2vit.quant.witness.Whole.shiftUp;
import static org.p2vit.quant.witness.Whole.sum;

import java.math.BigInteger;
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
        return Matrix.of(
                acc.rows(),
                acc.columns(),
                (t, o) -> sat8(roundShift(acc.at(t, o).add(bias.get(o)), shiftOf(o))));
    }

    /** h[t,o] of §6, of the layer in front of GELU. */
    Matrix wide(Matrix acc) {
        return Matrix.of(
                acc.rows(),
                acc.columns(),
                (t, o) -> sat16(roundShift(acc.at(t, o).add(bias.get(o)), shiftOf(o))));
    }

    /** y[t,o] as int9: a layer with residual writes the residual stream. */
    Matrix stream(Matrix acc, Matrix r) {
        return Matrix.of(acc.rows(), acc.columns(), (t, o) -> {
            BigInteger residual = shiftUp(r.at(t, o), residualShift.get(o).intValueExact());
            BigInteger z = acc.at(t, o).add(bias.get(o)).add(residual);
            return sat9(roundShift(z, shiftOf(o)));
        });
    }

    /** §8: of one row, without saturation. */
    Matrix logits(Matrix acc) {
        return Matrix.of(
                acc.rows(), acc.columns(), (t, o) -> roundShift(acc.at(t, o).add(bias.get(o)), shiftOf(o)));
    }

    private int shiftOf(int o) {
        return shift.get(o).intValueExact();
    }
}
