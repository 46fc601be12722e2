// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import java.nio.file.Path;
import java.util.List;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.program.Unit;
import org.p2vit.hw.top.Accelerator;
import org.p2vit.testbench.check.LaneFormat;
import org.p2vit.testbench.verilator.BuildOptions;
import org.p2vit.testbench.verilator.VerilatedModel;

/** Builds the Verilator model of an emitted accelerator, with a tap on everything each unit writes. */
public final class AcceleratorModel {
    private AcceleratorModel() {}

    /** Compiles {@code verilog}, or takes the cached build of the same text. */
    public static VerilatedModel build(Path verilog, AcceleratorConfig config) {
        return build(verilog, config, BuildOptions.defaults());
    }

    /** As above, in a part of the time, a model for runs of some ten thousand cycles. */
    public static VerilatedModel buildBriefly(Path verilog, AcceleratorConfig config) {
        return build(verilog, config, BuildOptions.defaults().withBriefBuild(true));
    }

    /** As {@link #build(Path, AcceleratorConfig)}, for waveforms of everything but the arrays' insides; slower to build and to run. */
    public static VerilatedModel buildForWaveforms(Path verilog, AcceleratorConfig config) {
        return build(
                verilog,
                config,
                BuildOptions.defaults().withTrace(true).withUntraced("core.matMul.macs*", "core.shiftMatMul.row_*"));
    }

    private static VerilatedModel build(Path verilog, AcceleratorConfig config, BuildOptions base) {
        BuildOptions options = base.withAssertions(false).withRandomState(true);
        for (UnitTap tap : taps(config)) {
            options = options.withTaps(tap.spec());
        }
        return VerilatedModel.build(verilog, Accelerator.MODULE, options);
    }

    /** Everything that units write. */
    static List<UnitTap> taps(AcceleratorConfig config) {
        ArrayConfig array = config.array();
        int lanes = array.postPipes();
        int word = array.word();
        AttentionWords attention = AttentionWords.of(config.attention());
        return List.of(
                UnitTap.of(Unit.MATMUL, "matMul", lanes, false, LaneFormat.INT32, word),
                UnitTap.of(Unit.REQUANT, "requant", lanes, true, LaneFormat.INT9, word),
                UnitTap.of(Unit.SOFTMAX, "softmax", lanes, true, attention.codes(), word),
                UnitTap.of(Unit.NORM, "norm", 1, false, LaneFormat.INT8, word),
                attention.tap(array),
                UnitTap.ofExponents(lanes, word),
                UnitTap.ofLogits(word));
    }
}
