// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.cli.CliRun;
import org.p2vit.cli.run.CommandReport;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.cli.run.Origin;
import org.p2vit.hw.estimate.MemoryTiming;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.model.Architecture;
import org.p2vit.testbench.FourBitMachine;
import org.p2vit.testbench.check.Repeat;
import org.p2vit.testbench.check.Verdict;
import org.p2vit.testbench.performance.BenchCase;
import org.p2vit.testbench.performance.BenchRow;
import org.p2vit.testbench.performance.BenchRows;
import org.p2vit.testbench.performance.WeightBits;
import tools.jackson.databind.JsonNode;

class BenchCommandTests {
    private static final Origin ORIGIN = new Origin("2026-11-30T12:00:00Z", "0123abc", null, List.of());

    private static final BenchCase W4 =
            BenchCase.of(FourBitMachine.CONFIG, Architecture.named("deit-tiny"), MemoryTiming.STANDARD);

    @TempDir
    private Path folder;

    @Test
    void unknownNamesAreRefusedBeforeAnythingIsBuilt() {
        CliRun model = CliRun.of("bench", "--models", "deit-tiny,deit-huge");
        assertThat(model.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(model.err()).contains("deit-huge", "deit-base");

        CliRun config = CliRun.of("bench", "--configs", "kv261");
        assertThat(config.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(config.err()).contains("kv261");
    }

    @Test
    void reportHasTheFieldsThatReadersOfItRelyOn() {
        JsonNode result = report(List.of(BenchRows.of(W4.with(2), 2_400_000, 3)));

        JsonNode row = result.path("rows").path(0);
        assertThat(row.path("config").asString()).isEqualTo("scalable");
        assertThat(row.path("model").asString()).isEqualTo("deit-tiny");
        assertThat(row.path("weightBits").asString()).isEqualTo("8");
        assertThat(row.path("memory").asString()).isEqualTo("standard");
        assertThat(row.path("images").asInt()).isEqualTo(2);
        assertThat(row.path("multipliers").asInt()).isEqualTo(1024);
        assertThat(row.path("cycles").asLong()).isEqualTo(2_400_000);
        assertThat(row.path("predictedCycles").asLong()).isBetween(2_300_000L, 2_400_000L);
        // 1.254 GMACs an image.
        assertThat(row.path("utilisation").asDouble()).isCloseTo(2 * 1.254e9 / 1024 / 2_400_000, within(0.001));
        assertThat(row.path("matMulBusy").asDouble()).isEqualTo(0.5);
        assertThat(row.path("wordsChecked").asLong()).isEqualTo(2 * BenchRows.WORDS);
        assertThat(row.path("mismatches").asLong()).isEqualTo(2 * 3);
        assertThat(row.path("firstMismatch").asString()).isEqualTo("blocks.0.q row 3");
        assertThat(row.path("furtherCycles").asLong()).isEqualTo(1_200_000);
        assertThat(row.path("gapCycles").asLong()).isEqualTo(BenchRows.GAP);
        assertThat(row.path("clockMhz").asDouble()).isEqualTo(187.5);
        assertThat(row.path("framesPerSecond").asDouble()).isCloseTo(187.5e6 / 1_200_000, within(1e-9));
        for (String figure : List.of("gops", "dsps", "gopsPerDsp", "macsPerDspPerCycle", "simulatedPerSecond")) {
            assertThat(row.path(figure).asDouble()).as(figure).isPositive();
        }
        assertThat(result.path("peers").size()).isPositive();
    }

    /** Beside the row with 8 bits of the same memory, not beside another. */
    @Test
    void fewerBitsAreComparedWithEight() {
        List<BenchRow> rows = List.of(
                BenchRows.of(W4, 1_200_000, 0),
                BenchRows.of(W4.with(WeightBits.FOUR), 660_000, 0),
                BenchRows.of(W4.with(WeightBits.MIXED), 900_000, 0));

        JsonNode int4 = report(rows).path("int4");

        assertThat(int4.valueStream().map(row -> row.path("weightBits").asString()))
                .containsExactly("4", "mixed");
        JsonNode four = int4.path(0);
        assertThat(four.path("gain").asDouble()).isCloseTo(1_200_000 / 660_000.0, within(1e-9));
        assertThat(four.path("utilisation").asDouble())
                .isEqualTo(rows.get(1).use().utilisation());
        for (JsonNode row : int4) {
            assertThat(row.path("layersGain").asDouble()).isBetween(1.85, 2.05);
            assertThat(row.path("layersUtilisation").asDouble()).isBetween(0.9, 1.0);
        }
        assertThat(report(rows.subList(1, 3)).path("int4").size()).isZero();
    }

    @Test
    void textNamesWhatIsNotEqual() {
        StringWriter text = new StringWriter();
        List<BenchRow> rows = Stream.of(WeightBits.EIGHT, WeightBits.FOUR)
                .map(bits -> BenchRows.of(W4.with(bits), 1_200_000, 5))
                .toList();

        BenchText.print(new BenchCommand.Result(rows, List.of()), new PrintWriter(text, true));

        assertThat(text.toString()).contains("NOT EQUAL: blocks.0.q row 3", "fewer bits", "published");
    }

    /** All that was compared is equal, but nothing of one unit was compared. */
    @Test
    void aUnitWithoutWordsIsAMismatch() {
        Verdict equal = new Verdict(BenchRows.WORDS, 0, Long.MAX_VALUE, "");
        Verdict missing = Verdict.NOTHING.demanding("NORM", 30, new Repeat(1, "again"));
        BenchRow whole = BenchRows.of(W4, 1_200_000, Map.of(Unit.MATMUL, equal));
        BenchRow lacking = BenchRows.of(W4, 1_200_000, Map.of(Unit.MATMUL, equal, Unit.NORM, missing));

        assertThat(exitCode(List.of(whole), List.of(whole))).isEqualTo(ExitCode.OK);
        assertThat(exitCode(List.of(whole, lacking), List.of())).isEqualTo(ExitCode.MISMATCH);
        assertThat(exitCode(List.of(whole), List.of(lacking))).isEqualTo(ExitCode.MISMATCH);
        assertThat(lacking.comparison().firstMismatch())
                .startsWith("unit NORM: 0 words were compared, the network has 30; seed 1; repeat: again");
    }

    private static ExitCode exitCode(List<BenchRow> rows, List<BenchRow> ablation) {
        return BenchCommand.outcome(new BenchCommand.Result(rows, ablation)).exitCode();
    }

    private JsonNode report(List<BenchRow> rows) {
        Path file = folder.resolve("bench.json");
        Object result = new BenchCommand.Result(rows, List.of());
        new CommandReport("bench", "1", ORIGIN, ExitCode.OK, 0, 1, null, List.of(), result).writeTo(file);
        return CliRun.report(file).path("result");
    }
}
