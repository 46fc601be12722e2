// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import org.p2vit.hw.config.AttentionKind;

/**
 * What the third pass makes of a row, and what it is given by the second: a number of each logit, kept until the sum of the row is
 * known, and a factor of the row.
 */
enum Coding {
    /** c from t and L, numeric contract §5.1. */
    LOGARITHMIC(
            4,
            ExponentialLane.DISTANCE_BITS,
            RowLogarithm.RESULT_BITS,
            RowLogarithm.RESULT_BITS,
            LogarithmicCodes.LATENCY),
    /** c from p and R; the factor has R in its low bits and a above. Numeric contract §5.3. */
    UNIFORM(
            8,
            ExponentialLane.EXPONENTIAL_BITS,
            RowReciprocal.RESULT_BITS,
            RowReciprocal.RECIPROCAL_BITS,
            UniformCodes.LATENCY);

    final int codeBits;
    final int keptBits;
    final int factorBits;
    /** The low bits of the factor that codes are made with. */
    final int codeFactorBits;

    /** Cycles from a word of kept numbers to its codes. */
    final int latency;

    Coding(int codeBits, int keptBits, int factorBits, int codeFactorBits, int latency) {
        this.codeBits = codeBits;
        this.keptBits = keptBits;
        this.factorBits = factorBits;
        this.codeFactorBits = codeFactorBits;
        this.latency = latency;
    }

    /** Whether the third pass must know which keys there are; their kept number says so otherwise. */
    boolean needsLastKey() {
        return this == LOGARITHMIC;
    }

    static Coding of(AttentionKind attention) {
        return attention == AttentionKind.SHIFT ? LOGARITHMIC : UNIFORM;
    }

    RowFactor rowFactor() {
        return this == LOGARITHMIC ? new RowLogarithm() : new RowReciprocal();
    }

    RowCodes rowCodes(int word) {
        return this == LOGARITHMIC ? new LogarithmicCodes(word) : new UniformCodes(word);
    }
}
