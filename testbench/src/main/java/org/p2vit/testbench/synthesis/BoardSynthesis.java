// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.synthesis;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.config.Board;
import org.p2vit.hw.config.BudgetUse;

/**
 * Synthesises a design for a board and holds it against what the board has. For UltraScale+ devices yosys packs no register
 * and no adder into DSP blocks and knows no delays, so there logic and delays are those of the 7 series, whose look-up tables are the
 * same, and DSP, BRAM and URAM blocks are counted in a run of their own.
 */
public final class BoardSynthesis {
    private BoardSynthesis() {}

    /** As {@link YosysSynthesis#run}; what is beyond the board's limits is among the faults. */
    public static SynthesisReport run(Path verilog, String top, String inside, Board board, Path folder) {
        SynthesisReport report = YosysSynthesis.run(verilog, top, inside, DeviceFamily.XC7, folder.resolve("xc7"));
        if (board.ultraScale()) {
            report = report.withBlocksOf(
                    YosysSynthesis.run(verilog, top, inside, DeviceFamily.XCUP, folder.resolve("xcup")));
        }
        List<BudgetUse> budget = BudgetUse.of(report.total()::of, board);
        List<String> faults = new ArrayList<>(report.faults());
        budget.stream()
                .filter(use -> !use.within())
                .forEach(use -> faults.add("too much for " + board.name() + ": " + use.sentence()));
        return new SynthesisReport(
                top,
                report.family(),
                report.total(),
                report.wholeNs(),
                report.widestNets(),
                report.units(),
                budget,
                faults);
    }
}
