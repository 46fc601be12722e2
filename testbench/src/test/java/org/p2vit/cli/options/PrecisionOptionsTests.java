// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.cli.CliRun;
import org.p2vit.cli.NetworkFiles;
import org.p2vit.cli.TrainedFiles;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.quant.bundle.QuantizedBundle;
import org.p2vit.quant.model.QuantizedBlock;
import org.p2vit.quant.model.QuantizedVit;
import tools.jackson.databind.JsonNode;

/** Bits mean the same to every command, and what contradicts them is refused before any work. */
class PrecisionOptionsTests {
    private static final String SHIFT = "tiny";
    private static final String MULTIPLY = "src/test/resources/tiny-multiply.yaml";

    @TempDir
    private Path folder;

    private TrainedFiles files;

    @BeforeEach
    void makeFiles() throws IOException {
        files = TrainedFiles.of(folder, 4);
    }

    @ParameterizedTest
    @CsvSource({
        "            ,         , 8/8/4",
        "            , tiny    , 8/8/4",
        "            , multiply, 8/8/8",
        "       8/8/8,         , 8/8/8",
        "       4/8/8, multiply, 4/8/8",
        "       4/8/4, tiny    , 4/8/4"
    })
    void bundleHasTheBitsThatEvaluateMeasures(String bits, String config, String expected) throws IOException {
        List<Object> options = new ArrayList<>();
        if (bits != null) {
            options.addAll(List.of("--bits", bits));
        }
        if (config != null) {
            options.addAll(List.of("--config", config.equals("multiply") ? MULTIPLY : config));
        }
        QuantizedVit network = quantized(options.toArray());
        assertThat(network.bits()).hasToString(expected);
        assertThat(report().path("bits").asString()).isEqualTo(expected);

        options.addAll(List.of("--no-baselines", "--tensor-images", 0, "--json", json(), "--cache", cache()));
        assertThat(files.runLabelled("evaluate", "glyph-00000.png 0\n", options.toArray())
                        .exitCode())
                .isEqualTo(ExitCode.OK);
        assertThat(report().path("bits").asString()).isEqualTo(expected);
        assertThat(cache().toFile().list((folder, name) -> name.endsWith(".p2vit")))
                .as("the network that was evaluated is the one in the bundle")
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"quantize", "evaluate", "ablation", "search"})
    void bitsThatTheConfigurationDoesNotHaveAreRefusedBeforeAnyWork(String command) throws IOException {
        run(command, "--bits", "8/8/8", "--config", SHIFT)
                .assertRefused("--bits 8/8/8", "uniform", "configuration tiny", "attention: shift", "--bits 8/8/4");
        run(command, "--bits", "8/8/4", "--config", MULTIPLY)
                .assertRefused("--bits 8/8/4", "log2", "configuration tiny-multiply", "--bits 8/8/8");
        assertThat(folder.resolve("out")).doesNotExist();
        assertThat(cache()).doesNotExist();
    }

    @Test
    void cyclesAreCountedOnHardwareThatRunsTheNetwork() throws IOException {
        run("search", "--bits", "8/8/8", "--budget-cycles", 0.9)
                .assertRefused("--bits 8/8/8", "configuration kv260-shift", "attention: shift");
    }

    @ParameterizedTest
    @ValueSource(strings = {"quantize", "evaluate", "ablation", "search"})
    void networkThatTheConfigurationCannotRunIsRefusedBeforeImagesAreRead(String command) throws IOException {
        new NetworkFiles(folder).checkpoint(NetworkFiles.ONE_BLOCK_OF_DEIT_TINY);
        Files.writeString(files.images().resolve("a-broken.png"), "no picture");
        run(command, "--config", SHIFT).assertRefused("197 tokens", "limits.maxTokens is 80");
    }

    @Test
    void tableAndBitsMayNotContradictEachOther() throws IOException {
        Path table =
                Files.writeString(folder.resolve("t.json"), "{\"weightBits\": 4, \"layers\": {\"blocks.0.fc1\": 8}}");
        for (String command : List.of("quantize", "evaluate")) {
            run(command, "--bit-table", table, "--bits", "8/8/8")
                    .assertRefused("--bits is 8/8/8", table.toString(), "4 bits", "--bits 4/8/8");
        }
        QuantizedVit network = quantized("--bit-table", table, "--bits", "4/8/8");
        assertThat(network.blocks().get(0).fc1().weightBits()).isEqualTo(8);
        assertThat(network.bits()).hasToString("8/8/8");
        assertThat(report().path("bits").asString()).isEqualTo("4/8/8 with t.json");
        quantized("--bit-table", table);
        assertThat(report().path("bits").asString()).as("the table decides").isEqualTo("4/8/4 with t.json");
    }

    @Test
    void layersMayBeSparse() throws IOException {
        QuantizedVit network = quantized("--layers", "fc2=8s2:4,all=4,blocks.0.q=4s4:8");
        QuantizedBlock block = network.blocks().get(0);
        assertThat(block.fc2().kind()).hasToString("8s2:4");
        assertThat(block.fc1().kind()).hasToString("4");
        assertThat(block.attention().query().kind()).hasToString("4s4:8");
        assertThat(block.attention().key().kind()).hasToString("4");
        assertThat(report().path("bits").asString()).isEqualTo("8/8/4 with fc2=8s2:4, all=4, blocks.0.q=4s4:8");
        assertThat(compile(SHIFT).exitCode()).as("dense for the machine").isEqualTo(ExitCode.OK);
        Path table = Files.writeString(
                folder.resolve("t.json"), "{\"weightBits\": 8, \"layers\": {\"fc1\": \"8s3:4\", \"fc2\": 4}}");
        block = quantized("--bit-table", table, "--layers", "fc2=8").blocks().get(0);
        assertThat(block.fc1().kind()).hasToString("8s3:4");
        assertThat(block.fc2().kind()).hasToString("8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fc2=8s1:4            | \"8s1:4\"      | 3:4, 4:8, 2:4",
                "fc2=6                | \"6\"          | write 8 or 4",
                "fc2=8s2:4,fc1        | \"fc1\"        | LAYER=KIND",
                "blocks.7.fc2=8s2:4   | \"blocks.7.fc2\" | names are blocks.0.q to blocks.",
                "fc3=8s2:4            | \"fc3\"        | proj, fc1 and fc2"
            })
    void layersThatCannotBeAreRefused(String layers, String value, String advice) throws IOException {
        for (String command : List.of("quantize", "evaluate")) {
            run(command, "--layers", layers).assertRefused(value, advice);
        }
    }

    @Test
    void techniqueIsNotUsedAndLeftOut() throws IOException {
        run("quantize", "--with", "smoothing", "--without", "smoothing").assertUsage("smoothing", "contradict");
    }

    @Test
    void everyChoiceHasAKeyOfItsOwn() throws IOException {
        Set<String> keys = new HashSet<>();
        Object[][] choices = {
            {},
            {"--bits", "4/8/4"},
            {"--bits", "8/8/8"},
            {"--config", MULTIPLY, "--with", "downstream-exponents"},
            {"--with", "downstream-exponents"},
            {"--without", "smoothing"},
            {"--layers", "fc2=8s2:4"},
            {"--layers", "fc2=8s4:8"},
            {"--layers", "fc2=8s2:4", "--pruning", "wanda"}
        };
        for (Object[] choice : choices) {
            quantized(choice);
            keys.add(report().path("key").asString());
        }
        assertThat(keys).hasSize(choices.length);
        quantized("--config", MULTIPLY);
        assertThat(keys)
                .as("8/8/8, said in another way")
                .contains(report().path("key").asString());
    }

    @ParameterizedTest
    @CsvSource({"8/8/8, tiny", "4/8/8, tiny", "8/8/4, src/test/resources/tiny-multiply.yaml"})
    void whatCompileAdvisesWorks(String bits, String config) throws IOException {
        quantized("--bits", bits);
        CliRun refused = compile(config);
        refused.assertRefused("the network has", "BITS=");
        Matcher advice = Pattern.compile("--bits (\\S+)").matcher(refused.err());
        assertThat(advice.find()).isTrue();
        quantized("--bits", advice.group(1), "--config", config);
        assertThat(compile(config).exitCode()).isEqualTo(ExitCode.OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"simulate", "board-test"})
    void bundleOfAnotherAttentionIsRefusedBeforeImagesAreRead(String command) throws IOException {
        quantized("--bits", "8/8/8");
        List<Object> args = new ArrayList<>(List.of(command, "--config", SHIFT, "--bundle", bundle()));
        args.addAll(List.of("--image", Files.writeString(folder.resolve("none.jpg"), "no picture")));
        if (command.equals("board-test")) {
            args.addAll(List.of("--output", folder.resolve("out")));
        }
        CliRun.of(args.toArray()).assertRefused("uniform", "configuration tiny", "--bits 8/8/4");
    }

    private CliRun run(String command, Object... more) throws IOException {
        List<Object> args = new ArrayList<>(List.of(more));
        args.addAll(List.of("--cache", cache()));
        switch (command) {
            case "quantize" -> args.addAll(List.of("--output", folder.resolve("out")));
            case "search" -> args.addAll(List.of("--bit-table", folder.resolve("out")));
            default -> {
                return files.runLabelled(command, "glyph-00000.png 0\n", args.toArray());
            }
        }
        return files.run(command, args.toArray());
    }

    private QuantizedVit quantized(Object... more) {
        List<Object> args = new ArrayList<>(List.of(more));
        args.addAll(List.of("--compare", 0, "--output", bundle(), "--json", json(), "--cache", cache()));
        CliRun run = files.run("quantize", args.toArray());
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        return QuantizedBundle.read(bundle());
    }

    private CliRun compile(String config) {
        return CliRun.of("compile", "--bundle", bundle(), "--config", config, "--output", folder.resolve("program"));
    }

    private Path bundle() {
        return folder.resolve("network.p2vit");
    }

    private Path cache() {
        return folder.resolve("cache");
    }

    private Path json() {
        return folder.resolve("report.json");
    }

    private JsonNode report() {
        return CliRun.report(json()).path("result");
    }
}
