// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.program.Unit;
import org.p2vit.hw.top.Accelerator;
import org.p2vit.testbench.check.LaneFormat;
import org.p2vit.testbench.verilator.BuildOptions;
import org.p2vit.testbench.verilator.TapSpec;
import org.p2vit.testbench.verilator.TapSpec.Signal;
import org.p2vit.testbench.verilator.VerilatedModel;

/** Builds the Verilator model of an emitted accelerator, with a tap on everything each unit writes. */
public final class AcceleratorModel {
    /** Name of the tap on REQUANT's int32 logits. */
    static final String LOGITS = "logits";
    /** Name of the tap on the sums of uniform weights, where there are any. */
    static final String SUMS = "sums";

    static final String LOGITS_VALID = "core.requant.tapOutValid";
    static final String SUMS_VALID = "core.softmax.tapSumsValid";
    static final String SUMS_MASK = "core.softmax.tapSumsMask";

    static final LaneFormat SUM = new LaneFormat(24, false);

    /** How a unit's tap reads: its token rows per record, and whether the record starts with a row mask. */
    record UnitTap(Unit unit, String instance, int rows, boolean masked, LaneFormat format, int word) {
        TapSpec spec() {
            Signal data = new Signal(path("tapData"), rows * word * format.bits());
            List<Signal> fields = masked ? List.of(mask(), data) : List.of(data);
            return new TapSpec(unit.name(), path("tapValid"), null, fields);
        }

        /** The mask alone, or that there is a word. */
        TapSpec withoutData() {
            Signal occurrence = masked ? mask() : new Signal(path("tapValid"), 1);
            return new TapSpec(unit.name(), path("tapValid"), null, List.of(occurrence));
        }

        private Signal mask() {
            return new Signal(path("tapMask"), rows);
        }

        private String path(String signal) {
            return "core." + instance + "." + signal;
        }
    }

    private AcceleratorModel() {}

    /** Compiles {@code verilog}, or takes the cached build of the same text. */
    public static VerilatedModel build(Path verilog, AcceleratorConfig config) {
        return build(verilog, config, BuildOptions.defaults());
    }

    /** As above, for waveforms of everything but the arrays' insides; slower to build and to run. */
    public static VerilatedModel buildForWaveforms(Path verilog, AcceleratorConfig config) {
        return build(
                verilog,
                config,
                BuildOptions.defaults().withTrace(true).withUntraced("core.matMul.macs*", "core.shiftMatMul.row_*"));
    }

    private static VerilatedModel build(Path verilog, AcceleratorConfig config, BuildOptions base) {
        BuildOptions options = base.withAssertions(false).withRandomState(true);
        for (UnitTap tap : unitTaps(config)) {
            options = options.withTaps(tap.spec());
        }
        if (config.attention() == AttentionKind.MULTIPLY) {
            options = options.withTaps(sums(config));
        }
        int logitBits = config.array().word() * LaneFormat.INT32.bits();
        TapSpec logits = new TapSpec(LOGITS, LOGITS_VALID, "core.requant.tapOutData", logitBits);
        return VerilatedModel.build(verilog, Accelerator.MODULE, options.withTaps(logits));
    }

    /** The sum of each row behind the mask of rows. */
    private static TapSpec sums(AcceleratorConfig config) {
        int lanes = config.array().postPipes();
        return new TapSpec(
                SUMS,
                SUMS_VALID,
                null,
                List.of(new Signal(SUMS_MASK, lanes), new Signal("core.softmax.tapSums", SUM.bits() * lanes)));
    }

    static List<UnitTap> unitTaps(AcceleratorConfig config) {
        int lanes = config.array().postPipes();
        int word = config.array().word();
        boolean shift = config.attention() == AttentionKind.SHIFT;
        LaneFormat codes = shift ? LaneFormat.UINT4 : LaneFormat.UINT8;
        List<UnitTap> taps = new ArrayList<>(List.of(
                new UnitTap(Unit.MATMUL, "matMul", lanes, false, LaneFormat.INT32, word),
                new UnitTap(Unit.REQUANT, "requant", lanes, true, LaneFormat.INT9, word),
                new UnitTap(Unit.SOFTMAX, "softmax", lanes, true, codes, word),
                new UnitTap(Unit.NORM, "norm", 1, false, LaneFormat.INT8, word)));
        if (shift) {
            taps.add(new UnitTap(Unit.SHIFTMM, "shiftMatMul", 1, false, LaneFormat.INT8, word));
        }
        return taps;
    }
}
