// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import org.p2vit.quant.spec.NumericContract;

/** What both codings of a softmax row begin with, contract §5.1: t, p and S. Reused from row to row. */
final class SoftmaxRow {
    private final int[] distance;
    private final int[] power;
    private int sum;

    SoftmaxRow(int columns) {
        this.distance = new int[columns];
        this.power = new int[columns];
    }

    int columns() {
        return distance.length;
    }

    /** Takes the row of logits that begins at {@code from}. */
    void load(byte[] logits, int from, int shift) {
        int max = NumericContract.INT8_MIN;
        for (int j = 0; j < distance.length; j++) {
            max = Math.max(max, logits[from + j]);
        }
        sum = 0;
        for (int j = 0; j < distance.length; j++) {
            long exact = (long) (max - logits[from + j]) * NumericContract.LOG2_E_Q15;
            int t = (int) Math.min(NumericContract.SOFTMAX_MAX_T, FixedPoint.roundShift(exact, shift));
            distance[j] = t;
            power[j] = ContractTables.exponential(t & 255) >> (t >> NumericContract.SOFTMAX_FRACTION_BITS);
            sum += power[j];
        }
    }

    /** t[j]. */
    int distance(int j) {
        return distance[j];
    }

    /** p[j]. */
    int power(int j) {
        return power[j];
    }

    /** a. */
    int sumExponent() {
        return 31 - Integer.numberOfLeadingZeros(sum) - 15;
    }

    /** The 8 bits of S below its leading one: the index of tables G and R. */
    int sumFraction() {
        return (sum >> (sumExponent() + 7)) & 255;
    }
}
