// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.program.Buffer;
import org.p2vit.hw.unit.requant.StoredValues;
import org.p2vit.hw.unit.softmax.LogarithmicSoftmaxUnit;

/** Attention by shifts. */
final class ShiftedEstimate implements AttentionEstimate {
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
}
