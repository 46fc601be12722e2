// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.quant.bundle.QuantizedBundle;
import org.p2vit.quant.golden.GoldenVit;
import org.p2vit.quant.model.Architecture;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.Readout;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.witness.NetworkDraw;

/** The model in C against the golden model, every word of every tensor. */
@Tag("tools")
class CModelTests {
    /** Odd in every direction: a short last block, heads of 3 channels, two class tokens, registers. */
    private static final VitShape ODD = new VitShape(6, 9, 3, 3, 15, 2, 5, 21, 7).with(2, 3);

    private static final VitShape NO_FINAL_NORM =
            new VitShape(6, 9, 3, 3, 15, 2, 5, 21, 7).with(1, 2).with(Readout.DIRECT);

    private static final VitShape MEAN_NORM =
            new VitShape(6, 9, 3, 3, 15, 2, 5, 21, 7).with(Readout.MEAN_NORM).with(0, 2);

    /** Dimensions that are greater than any other of their network. */
    private static final VitShape MANY_CLASSES = new VitShape(2, 2, 1, 2, 8, 1, 1, 3, 300);

    @TempDir
    private Path folder;

    /** A network, an image, and how to get them again. */
    private record Case(String name, QuantizedVit vit, byte[] patches) {
        static Case random(String name, QuantizedVit vit) {
            return new Case(name, vit, RandomQuantizedVit.patches(vit.shape(), 5));
        }

        Map<String, List<Integer>> expected() {
            TensorLists tensors = new TensorLists();
            int[] logits = new GoldenVit(vit).forward(patches, tensors);
            tensors.byName().put("class", List.of(GoldenVit.classOf(logits)));
            tensors.byName().remove("input");
            return tensors.byName();
        }
    }

    @BeforeEach
    void copyTheCaller() throws IOException {
        Files.writeString(folder.resolve("tap.c"), resource("tap.c"));
    }

    private static String resource(String name) throws IOException {
        return Files.readString(Path.of("src/test/resources/org/p2vit/quant/exchange", name));
    }

    private List<Case> drawn() {
        return List.of(
                Case.random("odd, log2", RandomQuantizedVit.mixed(ODD, AttentionCoding.LOG2, 1)),
                Case.random("odd, uniform", RandomQuantizedVit.mixed(ODD, AttentionCoding.UNIFORM, 2)),
                Case.random("no final norm", RandomQuantizedVit.mixed(NO_FINAL_NORM, AttentionCoding.LOG2, 9)),
                Case.random("norm behind a mean", RandomQuantizedVit.mixed(MEAN_NORM, AttentionCoding.LOG2, 10)),
                Case.random("4 bits", RandomQuantizedVit.ofAll(ODD, layer -> 4, AttentionCoding.UNIFORM, 3)),
                Case.random("many classes", RandomQuantizedVit.of(MANY_CLASSES, 4)));
    }

    /** A network of {@code make witness}; even ones are mostly hard on purpose. */
    private Case drawn(long seed) throws IOException {
        NetworkDraw draw = NetworkDraw.of(seed);
        Path file = folder.resolve("drawn.p2vit");
        Files.write(file, draw.bundle());
        return new Case("make witness N=1 SEED=" + seed, QuantizedBundle.read(file), draw.codes());
    }

    @Test
    void everyWordOfRandomNetworksIsThatOfTheGoldenModel() throws IOException {
        List<Case> cases = new ArrayList<>(drawn());
        for (long seed = 1; seed <= 6; seed++) {
            cases.add(drawn(seed));
        }
        assertThat(wordsCompared(cases)).isGreaterThan(20_000);
    }

    @Test
    @Tag("nightly")
    void everyWordOfManyNetworksIsThatOfTheGoldenModel() throws IOException {
        for (long seed = 7; seed <= 100; seed++) {
            assertThat(wordsCompared(List.of(drawn(seed)))).isPositive();
        }
    }

    private int wordsCompared(List<Case> cases) throws IOException {
        int words = 0;
        for (Case one : cases) {
            Map<String, List<Integer>> expected = one.expected();
            assertThat(tensors(one, "", "")).as(one.name()).isEqualTo(expected);
            words += expected.values().stream().mapToInt(List::size).sum();
        }
        return words;
    }

    /** Each fault is noticed by one of a few networks, so the comparison above can fail. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x >= 0 ? x >> n : ~(~x >> n)|x >= 0 ? x >> n : -(-x >> n)",
                "((int64_t)1 << (n - 1))|((int64_t)1 << (n - 1)) - 1",
                "normal[c] * 64 * 16|normal[c] * 32 * 16",
                "t < CONSTANT_TOKENS ? 0 : weight(codes[0])|weight(codes[0])",
                "(bits == 4 ? 16 : 1)|(bits == 4 ? 15 : 1)",
                "* f + 128|* (f / 64) + 128",
                "rounded < 15|rounded < 14",
                "j < CONSTANT_TOKENS ? P2VIT_PATCHES + j : j - CONSTANT_TOKENS|j",
                "limit - 1 : (int32_t)x|limit : (int32_t)x",
                "12 + needed|12 + needed / 2",
                "layer->shift[o] - rho[t]|layer->shift[o] - rho[t] / 2"
            })
    void aFaultInTheModelIsNoticed(String right, String wrong) throws IOException {
        boolean noticed = false;
        for (Case one : drawn()) {
            noticed = noticed || !tensors(one, right, wrong).equals(one.expected());
        }
        assertThat(noticed).as("%s instead of %s", wrong, right).isTrue();
    }

    /** Runs the model, with one text of it replaced. */
    private Map<String, List<Integer>> tensors(Case one, String right, String wrong) throws IOException {
        StringBuilder source = new StringBuilder();
        CModel.write(one.vit(), source);
        assertThat(source).contains(right);
        Files.writeString(folder.resolve("network.c"), source.toString().replace(right, wrong));
        List<String> options = new ArrayList<>(right.isEmpty() ? CProgram.SANITIZED : List.of("-O0"));
        options.add("-DP2VIT_TAP");
        String printed = CProgram.compile(folder, options, "network.c", "tap.c").run(one.patches());
        Map<String, List<Integer>> tensors = new LinkedHashMap<>();
        for (String line : printed.split("\n")) {
            String[] words = line.split(" ");
            tensors.computeIfAbsent(words[0], name -> new ArrayList<>())
                    .addAll(Stream.of(words).skip(1).map(Integer::valueOf).toList());
        }
        return tensors;
    }

    @Test
    void itsProgramReadsImagesAndPrintsLogits() throws IOException {
        QuantizedVit vit = RandomQuantizedVit.mixed(ODD, AttentionCoding.LOG2, 1);
        CModel.write(vit, folder.resolve("network.c"));
        CProgram program = CProgram.compile(folder, List.of("-O2", "-DP2VIT_MAIN"), "network.c");
        byte[] first = RandomQuantizedVit.patches(ODD, 1);
        byte[] second = RandomQuantizedVit.patches(ODD, 2);
        byte[] both = Arrays.copyOf(first, 2 * first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        assertThat(program.run(both)).isEqualTo(line(vit, first) + line(vit, second));
        assertThatThrownBy(() -> program.run(Arrays.copyOf(both, both.length - 1)))
                .hasMessageContaining("ends within an image, which has " + first.length + " bytes");
    }

    /** 5.5 million weights: 14 MB of source, compiled in two seconds where nothing else runs. */
    @Test
    @Tag("nightly")
    void aNetworkOfTheSizeOfDeitTinyCompiles() throws IOException {
        VitShape shape = Architecture.named("deit-tiny").shape();
        QuantizedVit vit = RandomQuantizedVit.mixed(shape, AttentionCoding.UNIFORM, 1);
        CModel.write(vit, folder.resolve("network.c"));
        CProgram program = CProgram.compile(folder, List.of("-O2", "-DP2VIT_MAIN"), "network.c");
        byte[] patches = RandomQuantizedVit.patches(shape, 1);
        assertThat(program.run(patches)).isEqualTo(line(vit, patches));
    }

    private static String line(QuantizedVit vit, byte[] patches) {
        return Arrays.stream(new GoldenVit(vit).forward(patches))
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(" ", "", "\n"));
    }

    /** What a program without an operating system links: the model, and at most what a compiler itself calls. */
    @Test
    void itCallsNothing() throws IOException {
        CModel.write(RandomQuantizedVit.mixed(ODD, AttentionCoding.LOG2, 1), folder.resolve("network.c"));
        CProgram.compile(folder, List.of("-Os", "-ffreestanding", "-nostdlib", "-r"), "network.c");
        String undefined = CProgram.output(folder, "nm", "--undefined-only", "--format=posix", "program");
        assertThat(undefined.lines().map(line -> line.split(" ")[0]))
                .allMatch(name -> List.of("memcpy", "memset").contains(name));
    }

    /** A size that {@code model.c} does not read would be left out in silence. */
    @Test
    void everySizeOfAShapeIsKnown() {
        assertThat(Arrays.stream(VitShape.class.getRecordComponents()).map(size -> size.getName()))
                .as("teach model.c what a new one means, or have CModel refuse it")
                .containsExactly(
                        "imageHeight",
                        "imageWidth",
                        "channels",
                        "patch",
                        "dim",
                        "depth",
                        "heads",
                        "mlpDim",
                        "classes",
                        "classTokens",
                        "registers",
                        "readout",
                        "activation");
    }

    @Test
    void theSameNetworkGivesTheSameBytes() throws IOException {
        StringBuilder one = new StringBuilder();
        StringBuilder other = new StringBuilder();
        CModel.write(RandomQuantizedVit.of(ODD, 1), one);
        CModel.write(RandomQuantizedVit.of(ODD, 1), other);
        assertThat(one).hasToString(other.toString());
        assertThat(one.chars()).as("ASCII").allMatch(character -> character < 128);
    }
}
