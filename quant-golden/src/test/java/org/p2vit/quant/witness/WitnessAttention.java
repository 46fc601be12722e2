// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import static org.p2vit.quant.witness.Whole.floorLog2;
import static org.p2vit.quant.witness.Whole.list;
import static org.p2vit.quant.witness.Whole.roundShift;
import static org.p2vit.quant.witness.Whole.sat8;
import static org.p2vit.quant.witness.Whole.shiftDown;
import static org.p2vit.quant.witness.Whole.shiftUp;
import static org.p2vit.quant.witness.Whole.sum;
import static org.p2vit.quant.witness.Whole.whole;

import java.math.BigInteger;
import java.util.List;

/** §4 and §5: one head. */
record WitnessAttention(Coding coding, int constant, int logitShift, int softmaxShift, int avShift) {
    /** The coding of attention weights. */
    enum Coding {
        LOGARITHMIC,
        UNIFORM
    }

    /** §4: l[t,j] of the products Σ_d q[t,d]·k[j,d]. */
    Matrix logits(Matrix products) {
        return Matrix.of(
                products.rows(), products.columns(), (t, j) -> sat8(roundShift(products.at(t, j), logitShift)));
    }

    /** §5.1, §5.3: c[t,j]. */
    Matrix codes(Matrix logits) {
        return logits.map(t -> codes(logits.row(t)));
    }

    private List<BigInteger> codes(List<BigInteger> l) {
        BigInteger m = l.stream().reduce(BigInteger::max).orElseThrow();
        return list(l.size(), j -> {
            BigInteger distance = m.subtract(l.get(j)).multiply(DerivedTables.LOG2_E);
            BigInteger rounded = roundShift(distance, softmaxShift);
            return coding == Coding.LOGARITHMIC ? rounded.min(whole(15)) : uniform(rounded, j, l.size());
        });
    }

    private BigInteger uniform(BigInteger rounded, int j, int n) {
        int t = rounded.min(whole(8191)).intValueExact();
        BigInteger p = shiftDown(DerivedTables.e(t % 256), t / 256);
        int i = j < constant ? n - constant + j : j - constant;
        return shiftDown(p.multiply(whole(255)).add(DerivedTables.theta(i % 8)), 15);
    }

    /** w of a code. */
    private BigInteger weight(BigInteger code) {
        if (coding == Coding.UNIFORM) {
            return code;
        }
        int c = code.intValueExact();
        return c == 15 ? BigInteger.ZERO : BigInteger.TWO.pow(14 - c);
    }

    /** §5.2: Z[t] of each row. */
    Matrix totals(Matrix codes) {
        return Matrix.of(codes.rows(), 1, (t, none) -> sum(codes.columns(), j -> weight(codes.at(t, j))));
    }

    /** §5.2: acc[t,d]. */
    Matrix accumulate(Matrix codes, Matrix v) {
        return Matrix.of(
                codes.rows(),
                v.columns(),
                (t, d) -> sum(codes.columns(), j -> weight(codes.at(t, j)).multiply(v.at(j, d))));
    }

    /** §5.2: n[t,d]. */
    static Matrix quotients(Matrix acc, Matrix totals) {
        return Matrix.of(acc.rows(), acc.columns(), (t, d) -> {
            BigInteger z = totals.at(t, 0);
            int lambda = floorLog2(z);
            int u = shiftDown(shiftUp(z, 8), lambda).mod(whole(256)).intValueExact();
            return roundShift(shiftDown(shiftUp(acc.at(t, d), 14), lambda).multiply(DerivedTables.r(u)), 14);
        });
    }

    /** §5.2: o[t,d]. */
    Matrix outputs(Matrix quotients) {
        return Matrix.of(
                quotients.rows(), quotients.columns(), (t, d) -> sat8(roundShift(quotients.at(t, d), avShift)));
    }
}
