// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import static org.p2vit.quant.witness.Whole.roundShift;
import static org.p2vit.quant.witness.Whole.sat8;
import static org.p2vit.quant.witness.Whole.shiftDown;
import static org.p2vit.quant.witness.Whole.shiftUp;

import java.math.BigInteger;

/** §6: GELU of h. {@code shift} is j, {@code offset} g. */
record WitnessGelu(int shift, BigInteger offset) {
    Matrix codes(Matrix h) {
        return Matrix.of(h.rows(), h.columns(), (t, o) -> code(h.at(t, o)));
    }

    /** y of one h. */
    BigInteger code(BigInteger h) {
        return sat8(roundShift(product(h), 12).subtract(offset));
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
