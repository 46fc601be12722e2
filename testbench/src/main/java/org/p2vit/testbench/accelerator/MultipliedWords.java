// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import java.util.Optional;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.program.Unit;
import org.p2vit.testbench.check.LaneFormat;

/** MATMUL makes A·V, SOFTMAX the sums of weights, and REQUANT divides by them. */
final class MultipliedWords implements AttentionWords {
    @Override
    public LaneFormat codes() {
        return LaneFormat.UINT8;
    }

    @Override
    public UnitTap tap(ArrayConfig array) {
        return UnitTap.ofSums(array.postPipes());
    }

    @Override
    public Optional<Unit> writer(String tensor) {
        return Optional.of(
                switch (tensor) {
                    case "attn_sum" -> Unit.SOFTMAX;
                    case "attn_out.acc" -> Unit.MATMUL;
                    case "attn_out" -> Unit.REQUANT;
                    default -> throw new IllegalArgumentException("attention has no tensor " + tensor);
                });
    }
}
