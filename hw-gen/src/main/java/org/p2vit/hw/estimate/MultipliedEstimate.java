// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.program.Buffer;
import org.p2vit.hw.unit.requant.DividedValues;
import org.p2vit.hw.unit.softmax.UniformSoftmaxUnit;

/** Attention on the multipliers. */
final class MultipliedEstimate implements AttentionEstimate {
    @Override
    public int requantCycles() {
        return DividedValues.LATENCY;
    }

    @Override
    public int codeCycles(int word) {
        return UniformSoftmaxUnit.codeLatency(word);
    }

    @Override
    public int earlyCodes() {
        return 1;
    }

    @Override
    public Buffer codes() {
        return Buffer.ACT;
    }

    /** Codes by the reciprocal in SOFTMAX. */
    @Override
    public long dsps(ArrayConfig array) {
        return (long) array.word() * array.postPipes();
    }
}
