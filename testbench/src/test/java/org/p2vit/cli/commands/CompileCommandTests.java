// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.cli.CliRun;
import org.p2vit.cli.NetworkFiles;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.quant.bundle.QuantizedBundle;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;
import tools.jackson.databind.JsonNode;

class CompileCommandTests {
    private static final VitShape SMALL = NetworkFiles.SMALL;
    private static final VitShape DEIT_TINY_WIDE = NetworkFiles.ONE_BLOCK_OF_DEIT_TINY;

    @TempDir
    private Path folder;

    @Test
    void writesTheProgramAndSaysHowFullTheBuffersAre() throws IOException {
        Path json = folder.resolve("report.json");
        CliRun run = compile(bundle(SMALL), "tiny", "--json", json);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("commands {", "activation", "weight", "logit");
        JsonNode result = CliRun.report(json).path("result");
        assertThat(Files.size(folder.resolve("out/program.bin")))
                .isEqualTo(result.path("program").path("program").path("bytes").asLong());
        assertThat(result.path("buffers").valueStream())
                .isNotEmpty()
                .allMatch(buffer ->
                        buffer.path("needed").asInt() <= buffer.path("words").asInt());
    }

    @Test
    void tooLargeNetworkIsRefusedWithTheLimitNamed() {
        CliRun run = compile(bundle(DEIT_TINY_WIDE), "tiny");
        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(run.err()).contains("197 tokens", "limits.maxTokens is 80").doesNotContain("\tat ");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void truncatedBundleIsRefusedWithTheReason() throws IOException {
        Path bundle = bundle(SMALL);
        byte[] bytes = Files.readAllBytes(bundle);
        Files.write(bundle, Arrays.copyOf(bytes, bytes.length - 1));
        CliRun run = compile(bundle, "tiny");
        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(run.err()).contains(bundle.toString(), "checksum is wrong").doesNotContain("\tat ");
    }

    @Test
    void unknownConfigurationIsAFaultOfUsage() {
        CliRun run = compile(bundle(SMALL), "kv999");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("kv999", "kv260");
    }

    @Test
    void optionsThatAreNeededAreNamed() {
        CliRun run = CliRun.of("compile", "--output", folder);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--bundle");
    }

    @Test
    void outputThatIsAFileIsAFileSystemFailure() throws IOException {
        Files.createFile(folder.resolve("out"));
        assertThat(compile(bundle(SMALL), "tiny").exitCode()).isEqualTo(ExitCode.FILE_SYSTEM);
    }

    private CliRun compile(Path bundle, String config, Object... more) {
        Object[] fixed = {"compile", "--bundle", bundle, "--config", config, "--output", folder.resolve("out")};
        Object[] args = Arrays.copyOf(fixed, fixed.length + more.length);
        System.arraycopy(more, 0, args, fixed.length, more.length);
        return CliRun.of(args);
    }

    private Path bundle(VitShape shape) {
        Path file = folder.resolve("network.p2vit");
        QuantizedBundle.write(RandomQuantizedVit.of(shape, 7), file);
        return file;
    }

    /** One row of logits more than 1023, and many more; rows of tiny hold 8. */
    @ParameterizedTest
    @CsvSource({"8185, 1024", "20000, 2500", "65536, 8192"})
    void tooManyClassesAreNamedByTheRowsOfTheirLogits(int classes, int rows) {
        Path wide = bundle(new VitShape(32, 32, 3, 8, 16, 1, 2, 32, classes));
        String limit = "the network needs " + rows + " logit rows but buffers.logit.words is 16";
        compile(wide, "tiny").assertRefused(limit);
        CliRun.of("estimate", "--bundle", wide, "--config", "tiny").assertRefused(limit);
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
