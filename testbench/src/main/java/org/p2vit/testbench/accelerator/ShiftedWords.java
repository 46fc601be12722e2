// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import java.util.Optional;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.program.Unit;
import org.p2vit.testbench.check.LaneFormat;

/** SHIFTMM makes A·V; sums are its own affair. */
final class ShiftedWords implements AttentionWords {
    @Override
    public LaneFormat codes() {
        return LaneFormat.UINT4;
    }

    @Override
    public UnitTap tap(ArrayConfig array) {
        return UnitTap.of(Unit.SHIFTMM, "shiftMatMul", 1, false, LaneFormat.INT8, array.word());
    }

    @Override
    public Optional<Unit> writer(String tensor) {
        return tensor.equals("attn_out") ? Optional.of(Unit.SHIFTMM) : Optional.empty();
    }
}
