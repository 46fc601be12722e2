// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.program.Buffer;
import org.p2vit.hw.unit.requant.StoredValues;
import org.p2vit.hw.unit.softmax.LogarithmicSoftmaxUnit;

/** Attention by shifts. */
final class ShiftedEstimate implements AttentionEstimate {
    /** SHIFTMM: a shifter with its part of the adder tree, an accumulator, and rounding of a word with its share of control; the lanes that sum weights are in the shifters. */
    private static final int LUTS_PER_SHIFTER = 49;

    private static final int LUTS_PER_SUM = 65;
    private static final int LUTS_PER_CHANNEL = 160;

    @Override
    public int requantCycles() {
        return StoredValues.LATENCY;
    }

    @Override
    public int codeCycles(int word) {
        return LogarithmicSoftmaxUnit.CODE_LATENCY;
    }

    @Override
    public int earlyCodes() {
        return 2;
    }

    @Override
    public Buffer codes() {
        return Buffer.CODE;
    }

    /** Quotients by the sums of weights in SHIFTMM. */
    @Override
    public long dsps(ArrayConfig array) {
        return array.word();
    }

    @Override
    public long luts(ArrayConfig array) {
        long sums = (long) array.tokenTile() * array.word();
        return LUTS_PER_SHIFTER * sums * array.tokenTile()
                + LUTS_PER_SUM * sums
                + LUTS_PER_CHANNEL * (long) array.word();
    }
}
