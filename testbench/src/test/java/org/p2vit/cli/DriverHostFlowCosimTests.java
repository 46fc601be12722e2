// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.testbench.device.Driver;
import tools.jackson.databind.JsonNode;

/**
 * {@code make host-test}: images through the drivers on the simulated {@code kv260}, every logit that of the golden model. At night:
 * by day {@code ClassifyCosimTests} has the demo on small machines.
 */
@Tag("cosim")
@Tag("tools")
@Tag("fpga")
@Tag("nightly")
class DriverHostFlowCosimTests {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Driver.class)
    void demoIsClassified(Driver driver) {
        List<JsonNode> cases = boardTest("--cache", "target/cache");
        replay(driver, cases);
        assertThat(cases)
                .allMatch(image ->
                        image.path("label").asInt() == image.path("top1").asInt());
    }

    @Test
    void otherConfigurationIsRefused() {
        boardTest("--cache", "target/cache", "--config", "tiny");
        CliRun run = device(Driver.C);
        assertThat(run.exitCode()).as(run.out()).isEqualTo(ExitCode.PROGRAM_FAILED);
        assertThat(run.out()).contains("error -3: ");
    }

    @Test
    @Tag("data")
    void photographsAreClassified() {
        Path model = PretrainedData.path("deit_tiny_patch16_224.safetensors");
        Path bundle = folder.resolve("deit.p2vit");
        CliRun.quantize(model, PretrainedData.path("imagenet-calibration"), bundle);
        replay(
                Driver.C,
                boardTest(
                        "--bundle",
                        bundle,
                        "--image",
                        PretrainedData.path("imagenet-validation"),
                        "--preprocess",
                        "crop"));
    }

    /** Writes a self-test; returns what the report says of its cases. */
    private List<JsonNode> boardTest(Object... options) {
        List<Object> command = new ArrayList<>(List.of("board-test", "--output", image(), "--json", report()));
        command.addAll(List.of(options));
        CliRun run = CliRun.of(command.toArray());
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        List<JsonNode> cases = CliRun.report(report())
                .path("result")
                .path("cases")
                .valueStream()
                .toList();
        assertThat(cases).hasSize(3);
        return cases;
    }

    private void replay(Driver driver, List<JsonNode> cases) {
        CliRun run = device(driver);
        assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(ExitCode.OK);
        for (int i = 0; i < cases.size(); i++) {
            assertThat(run.out())
                    .contains("case %d: class %d"
                            .formatted(i, cases.get(i).path("top1").asInt()));
        }
    }

    private CliRun device(Driver driver) {
        List<String> program = driver.command(AcceleratorConfig.load("kv260"));
        return CliRun.of(Stream.of(
                        List.of("device", "--config", "kv260", "--rtl", Path.of("target", "driver"), "--"),
                        program,
                        List.of(image()))
                .flatMap(List::stream)
                .toArray());
    }

    private Path image() {
        return folder.resolve("test.img");
    }

    private Path report() {
        return folder.resolve("report.json");
    }
}
