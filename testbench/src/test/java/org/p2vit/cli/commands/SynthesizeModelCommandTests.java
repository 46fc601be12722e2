// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.cli.CliRun;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.quant.model.Activation;
import org.p2vit.quant.model.Readout;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.weights.CheckpointReader;
import org.p2vit.quant.weights.FloatVit;

class SynthesizeModelCommandTests {
    @TempDir
    private Path folder;

    @Test
    void namedArchitectureCanBeReadBack() {
        Path file = folder.resolve("models/tiny.safetensors");
        assertThat(CliRun.of("synthesize-model", "--arch", "deit-tiny", "--seed", 3, "--output", file)
                        .exitCode())
                .isEqualTo(ExitCode.OK);
        assertThat(CheckpointReader.read(file).shape()).isEqualTo(new VitShape(224, 224, 3, 16, 192, 12, 3, 768, 1000));
    }

    @Test
    void everyDimensionCanBeChosen() {
        Path file = folder.resolve("any.safetensors");
        CliRun run = CliRun.of(
                "synthesize-model",
                "--output",
                file,
                "--image-size",
                12,
                "--channels",
                1,
                "--patch",
                4,
                "--dim",
                24,
                "--depth",
                2,
                "--heads",
                3,
                "--mlp-dim",
                40,
                "--classes",
                5);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(CheckpointReader.read(file).shape()).isEqualTo(new VitShape(12, 12, 1, 4, 24, 2, 3, 40, 5));
    }

    @Test
    void distilledNetworkHasTwoTokensAndHeads() {
        Path file = folder.resolve("distilled.safetensors");
        CliRun run =
                CliRun.of("synthesize-model", "--distilled", "--dim", 24, "--heads", 3, "--depth", 1, "--output", file);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        FloatVit vit = CheckpointReader.read(file);
        assertThat(vit.shape().classTokens()).isEqualTo(2);
        assertThat(vit.shape().tokens()).isEqualTo(198);
    }

    @Test
    void normAndActivationMayBeOthers() {
        Path file = folder.resolve("other.safetensors");
        CliRun run = CliRun.of(
                "synthesize-model",
                "--dim",
                24,
                "--heads",
                3,
                "--depth",
                1,
                "--no-final-norm",
                "--activation",
                "relu",
                "--output",
                file);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        VitShape shape = CheckpointReader.read(file).shape();
        assertThat(shape.readout()).isEqualTo(Readout.DIRECT);
        assertThat(shape.activation()).isEqualTo(Activation.RELU);
        CliRun unknown = CliRun.of("synthesize-model", "--activation", "silu", "--output", file);
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.err()).contains("silu", "quick_gelu");
    }

    @ParameterizedTest
    @CsvSource({
        "--no-class-token, --registers=0, MEAN_NORM, 0, 0",
        "--no-class-token, --readout=norm-mean, NORM_MEAN, 0, 0",
        "--registers=4, --readout=mean, MEAN, 1, 4"
    })
    void theHeadMayReadTheMeanOfThePatches(
            String first, String second, Readout readout, int classTokens, int registers) {
        Path file = folder.resolve("mean.safetensors");
        CliRun run =
                CliRun.of("synthesize-model", "--dim", 24, "--heads", 3, "--depth", 1, first, second, "--output", file);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        VitShape shape = CheckpointReader.read(file).shape();
        assertThat(shape.readout()).isEqualTo(readout);
        assertThat(shape.classTokens()).isEqualTo(classTokens);
        assertThat(shape.registers()).isEqualTo(registers);
        CliRun nothing = CliRun.of("synthesize-model", "--no-class-token", "--readout", "norm", "--output", file);
        assertThat(nothing.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(nothing.err()).contains("needs no class token");
    }

    @Test
    void unknownArchitectureNamesTheKnownOnes() {
        CliRun run = CliRun.of("synthesize-model", "--arch", "deit-huge", "--output", folder.resolve("x"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("deit-huge", "deit-tiny", "vit-base");
    }
}
