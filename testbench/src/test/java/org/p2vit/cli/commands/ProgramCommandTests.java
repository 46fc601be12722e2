// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.cli.CliRun;
import org.p2vit.cli.NetworkFiles;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.hw.program.Command;
import org.p2vit.quant.bundle.QuantizedBundle;
import org.p2vit.quant.model.RandomQuantizedVit;
import tools.jackson.databind.JsonNode;

class ProgramCommandTests {
    /** Bytes of the first LOAD's word count, in word 4; the first command of a program is one. */
    private static final int WORDS = 4 * Integer.BYTES;

    @TempDir
    private static Path folder;

    private static Path bundle;
    private static Path program;

    @BeforeAll
    static void compile() {
        bundle = folder.resolve("network.p2vit");
        QuantizedBundle.write(RandomQuantizedVit.of(NetworkFiles.SMALL, 1), bundle);
        Path output = folder.resolve("out");
        CliRun run = CliRun.of("compile", "--bundle", bundle, "--config", "tiny", "--output", output);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        program = output.resolve("program.bin");
    }

    @Test
    void everyCommandOfABundleIsListedWithWhatItMakes() throws IOException {
        Path json = folder.resolve("listed.json");
        CliRun run = CliRun.of("program", "--bundle", bundle, "--config", "tiny", "--list", "--json", json);

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        JsonNode result = CliRun.report(json).path("result");
        long commands = Files.size(program) / Command.BYTES;
        assertThat(result.at("/commands/0").asLong() + result.at("/commands/1").asLong())
                .isEqualTo(commands);
        assertThat(run.out().lines()).hasSize((int) commands + 1);
        assertThat(run.out())
                .contains("MATMUL [after WEIGHTS_LOADED", "# blocks.0.q.acc", "destination=SOFTMAX", "CONTROL end");
        assertThat(result.path("faults")).isEmpty();
    }

    @Test
    void aFileHasTheSameCommandsAsItsBundle() {
        String ofBundle = CliRun.of("program", "--bundle", bundle, "--config", "tiny", "--list")
                .out()
                .replaceAll(" {2}# .*", "");
        assertThat(CliRun.of("program", "--program", program, "--config", "tiny", "--list")
                        .out())
                .isEqualTo(ofBundle);
        assertThat(CliRun.of("program", "--program", program, "--config", "tiny", "--list", "--unit", "norm")
                        .out()
                        .lines()
                        .filter(line -> !line.contains("checksums")))
                .isNotEmpty()
                .allMatch(line -> line.contains(" NORM "));
    }

    @Test
    void whatTheHardwareWouldRefuseIsNamed() throws IOException {
        byte[] bytes = Files.readAllBytes(program);
        Arrays.fill(bytes, WORDS, WORDS + 3, (byte) 0);
        Path spoilt = Files.write(folder.resolve("spoilt.bin"), bytes);

        CliRun run = CliRun.of("program", "--program", spoilt, "--config", "tiny");

        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(run.out()).contains("part 0, command 0: words is 0, but must be at least 1", "checksums wrong");
    }

    /** The highest bit of word 1 means nothing: with it set every command is at fault. */
    @Test
    void aLongListOfFaultsIsCut() throws IOException {
        byte[] bytes = Files.readAllBytes(program);
        int commands = bytes.length / Command.BYTES;
        for (int i = 0; i < commands; i++) {
            bytes[i * Command.BYTES + 7] |= (byte) 0x80;
        }
        Path spoilt = Files.write(folder.resolve("all.bin"), bytes);

        CliRun run = CliRun.of("program", "--program", spoilt, "--config", "tiny");

        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(run.out())
                .contains("bits of word 1", "… and " + (commands - 20) + " more commands, all in the report");
        assertThat(run.out().lines()).hasSize(1 + 20 + 1);
    }

    @Test
    void whatIsNoProgramIsRefused() throws IOException {
        Path cut = Files.write(folder.resolve("cut.bin"), Arrays.copyOf(Files.readAllBytes(program), 64));
        assertThat(CliRun.of("program", "--program", cut).err()).contains("has 0 and goes on behind them");
        Path odd = Files.write(folder.resolve("odd.bin"), new byte[33]);
        CliRun run = CliRun.of("program", "--program", odd);
        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(run.err()).contains(odd + " is no program.bin: 33 bytes are not one command of 32 bytes");
    }

    @Test
    void aUnitWithoutAListAndTwoSourcesAreRefused() {
        assertThat(CliRun.of("program", "--program", program, "--unit", "norm").exitCode())
                .isEqualTo(ExitCode.USAGE);
        assertThat(CliRun.of("program", "--program", program, "--bundle", bundle)
                        .exitCode())
                .isEqualTo(ExitCode.USAGE);
        assertThat(CliRun.of("program").exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
