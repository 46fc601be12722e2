// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.cli.CliRun;
import org.p2vit.cli.ExpectedWords;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.demo.GlyphCheckpoint;
import org.p2vit.testbench.device.Driver;
import tools.jackson.databind.JsonNode;

/** What {@code device} says of a program depends on what the device did, not on the program's word alone. */
@Tag("cosim")
class DeviceCommandCosimTests {
    private static final AcceleratorConfig TINY = AcceleratorConfig.load("tiny");

    @TempDir
    private Path folder;

    @Test
    void aProgramThatRunsNothingIsNoSuccess() {
        CliRun run = device("true");
        assertThat(run.exitCode()).isEqualTo(ExitCode.MISMATCH);
        assertThat(run.out())
                .contains(
                        "NOTHING WAS RUN: the device completed no run, 0 ended with an error; start one",
                        "seed 4; repeat: java");
        JsonNode result = CliRun.report(report()).path("result");
        assertThat(result.path("status").asInt()).isZero();
        assertThat(result.path("runs").path("completed").asInt(-1)).isZero();
    }

    @Test
    void aProgramThatFailsHasFailed() {
        assertThat(device("false").exitCode()).isEqualTo(ExitCode.PROGRAM_FAILED);
    }

    /** Of the units that write no more than the rows of tokens. */
    @Test
    @Tag("tools")
    @Tag("fpga")
    void wordsOfTheDriversRunsAreReported() {
        Path image = folder.resolve("test.img");
        CliRun written =
                CliRun.of("board-test", "--config", "tiny", "--cache", "target/cache", "--count", 1, "--output", image);
        assertThat(written.exitCode()).as(written.err()).isEqualTo(ExitCode.OK);

        CliRun run = device(
                Stream.concat(Driver.C.command(TINY).stream(), Stream.of(image)).toArray());

        assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("0 failed; every unit wrote the words of its program");
        JsonNode runs = CliRun.report(report()).path("result").path("runs");
        long images = runs.path("images").asLong();
        assertThat(images).isPositive();
        Map<Unit, Long> words =
                ExpectedWords.of(GlyphCheckpoint.read().shape(), TINY.array().word());
        for (Unit unit : List.of(Unit.REQUANT, Unit.SOFTMAX, Unit.SHIFTMM, Unit.NORM)) {
            assertThat(runs.path("words").path(unit.name()).asLong())
                    .as("words of %s", unit)
                    .isEqualTo(images * words.get(unit));
        }
    }

    private CliRun device(Object... program) {
        return CliRun.of(Stream.concat(
                        Stream.of(
                                "device", "--config", "tiny", "--rtl", folder.resolve("rtl"), "--json", report(), "--"),
                        Stream.of(program))
                .toArray());
    }

    private Path report() {
        return folder.resolve("report.json");
    }
}
