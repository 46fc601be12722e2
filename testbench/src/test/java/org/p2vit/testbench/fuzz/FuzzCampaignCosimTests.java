// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.job.LocalEngine;
import org.p2vit.quant.storage.Measurements;
import org.p2vit.testbench.verilator.RtlFault;

/** A handful of random pairs of configuration and network; and a fault in the Verilog is found by them and made small. */
@Tag("cosim")
class FuzzCampaignCosimTests {
    /** Draws a small array first; {@code -Dp2vit.fuzz.seed=N} draws others. */
    private static final long SEED = Long.getLong("p2vit.fuzz.seed", 1);

    private static final int PAIRS = 4;
    private static final ProgressListener NOBODY = (step, done, total) -> {};

    @TempDir
    private Path folder;

    private FuzzCampaign campaign(UnaryOperator<Path> change) {
        return new FuzzCampaign(
                folder, change, Measurements.of(folder.resolve("kept.json"), FuzzOutcome.class), new LocalEngine(1));
    }

    @Test
    void aHandfulPassesAndIsKept() {
        FuzzReport report = campaign(UnaryOperator.identity()).draw(SEED, PAIRS, NOBODY);

        assertThat(report.failures()).isEmpty();
        assertThat(report.passed()).isTrue();
        assertThat(report.space().pairs()).isEqualTo(PAIRS);
        assertThat(report.space().runs()).isEqualTo(3 * PAIRS);
        assertThat(report.space().structures()).isEqualTo(1);
        assertThat(report.predictions().judged()).isPositive();
        assertThat(report.fresh()).isEqualTo(3 * PAIRS + 1);

        FuzzReport again = campaign(verilog -> {
                    throw new AssertionError("nothing is built for what is kept");
                })
                .draw(SEED, PAIRS, NOBODY);
        assertThat(again.words()).isEqualTo(report.words());
        assertThat(again.fresh()).isZero();
    }

    /** Addresses of parameters are wrong only where a carry would be, so only some networks show it. */
    @Test
    void aFaultIsFoundAndMadeSmall() {
        RtlFault fault = new RtlFault(
                "step_parameterAddress <= (parameterBase + ", "step_parameterAddress <= (parameterBase | ");
        FuzzReport report = campaign(verilog -> fault.inject(verilog, folder.resolve("faulty.v")))
                .draw(SEED, PAIRS, NOBODY);

        assertThat(report.failures()).isNotEmpty();
        FuzzFailure failure = report.failures().get(0);
        assertThat(failure.kind()).isEqualTo(FuzzOutcome.Kind.MISMATCH);
        assertThat(failure.message()).contains("unit REQUANT", "make fuzz CASE='");
        FuzzCase least = FuzzCase.parse(failure.smallest());
        assertThat(least.network().shape().depth()).isEqualTo(1);
        assertThat(least.images()).isEqualTo(1);
        assertThat(failure.command()).isEqualTo("make fuzz CASE='" + failure.smallest() + "'");
        assertThat(report.passed()).isFalse();
    }
}
