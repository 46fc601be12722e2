// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.quant.model.QuantizedBlock;
import org.p2vit.quant.model.QuantizedGelu;
import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;

/** A random network is only a test if its tensors are alive: neither saturated nor collapsed. */
class RandomQuantizedVitTests {
    private static final long SEED = 20_26;

    private record Statistics(String tensor, double spread, double saturated) {}

    private static final class StatisticsTap implements IntegerTap {
        private final List<Statistics> tensors = new ArrayList<>();

        @Override
        public void accept(String tensor, byte[] codes, int rows, int columns) {
            add(tensor, IntStream.range(0, codes.length).map(i -> codes[i]).toArray(), 127);
        }

        @Override
        public void accept(String tensor, short[] codes, int rows, int columns) {
            add(tensor, IntStream.range(0, codes.length).map(i -> codes[i]).toArray(), 255);
        }

        private void add(String tensor, int[] codes, int greatest) {
            double sum = 0;
            double squares = 0;
            int saturated = 0;
            for (int code : codes) {
                sum += code;
                squares += code * code;
                saturated += code == -greatest - 1 || code == greatest ? 1 : 0;
            }
            double mean = sum / codes.length;
            double spread = Math.sqrt(squares / codes.length - mean * mean);
            tensors.add(new Statistics(tensor, spread, (double) saturated / codes.length));
        }

        @Override
        public void accept(String tensor, int[] values, int rows, int columns) {
            if (tensor.endsWith("fc1")) {
                add(tensor, values, 131_071);
                return;
            }
            long distinct = Arrays.stream(values).distinct().count();
            tensors.add(new Statistics(tensor, distinct * 100.0 / values.length, 0));
        }
    }

    @ParameterizedTest(name = "image {0}, patch {1}, dim {2}, depth {3}, heads {4}, mlp {5}, {6} bits")
    @CsvSource({
        "32, 4, 64, 2, 2, 128, 8",
        "32, 4, 64, 2, 2, 128, 4",
        "24, 8, 48, 12, 3, 96, 8",
        "28, 4, 36, 3, 4, 51, 4",
        "64, 16, 192, 4, 3, 768, 8",
        "64, 16, 192, 4, 3, 768, 4",
    })
    void tensorsAreBusyButNotSaturated(int image, int patch, int dim, int depth, int heads, int mlp, int bits) {
        VitShape shape = new VitShape(image, image, 3, patch, dim, depth, heads, mlp, 100);
        QuantizedVit vit = RandomQuantizedVit.of(shape, bits, SEED);
        StatisticsTap tap = new StatisticsTap();
        new GoldenVit(vit).forward(RandomQuantizedVit.patches(shape, SEED), tap);

        assertThat(tap.tensors).hasSize(3 + 16 * depth + 2);
        SoftAssertions.assertSoftly(softly -> {
            for (Statistics tensor : tap.tensors) {
                if (tensor.tensor().endsWith("_exponents")) {
                    continue;
                }
                double least = tensor.tensor().endsWith("attn_codes") ? 0.8 : 5;
                softly.assertThat(tensor.spread())
                        .as("spread of %s, seed %d", tensor, SEED)
                        .isGreaterThan(least);
                softly.assertThat(tensor.saturated())
                        .as("saturated share of %s, seed %d", tensor, SEED)
                        .isLessThan(0.08);
            }
        });
    }

    /** Small tensors would be caught above, but a network with one exponent behind GELU would not. */
    @Test
    void networksHaveEveryShiftOfGelu() {
        VitShape shape = new VitShape(4, 4, 1, 4, 2, 200, 1, 2, 2);
        List<QuantizedGelu> all = RandomQuantizedVit.of(shape, SEED).blocks().stream()
                .map(QuantizedBlock::gelu)
                .toList();
        assertThat(all.stream().map(QuantizedGelu::shift))
                .containsAll(IntStream.rangeClosed(0, 15).boxed().toList());
    }

    /** Each exponent of a block and of a row in three layers at least, whatever the bits of weights. */
    @ParameterizedTest
    @ValueSource(ints = {4, 8})
    void blocksAndRowsHaveEveryExponent(int bits) {
        VitShape shape = new VitShape(20, 20, 3, 4, 48, 80, 3, 100, 4);
        RecordingTap tap = new RecordingTap(false);
        new GoldenVit(RandomQuantizedVit.of(shape, bits, SEED)).forward(RandomQuantizedVit.patches(shape, SEED), tap);
        int[] layersWithBlock = new int[8];
        int[] layersWithRow = new int[8];
        int manyRows = 0;
        for (int n = 0; n < shape.depth(); n++) {
            int[] exponents = tap.codes.get("blocks." + n + ".gelu_exponents");
            IntStream.of(exponents).distinct().forEach(d -> layersWithBlock[d]++);
            int[] rows = IntStream.range(0, shape.tokens())
                    .map(t -> IntStream.of(exponents)
                            .skip(13L * t)
                            .limit(13)
                            .max()
                            .orElseThrow())
                    .distinct()
                    .toArray();
            IntStream.of(rows).forEach(rho -> layersWithRow[rho]++);
            manyRows += rows.length > 1 ? 1 : 0;
        }
        assertThat(IntStream.of(layersWithBlock)).as("seed %d", SEED).allMatch(layers -> layers >= 3);
        assertThat(IntStream.of(layersWithRow)).as("seed %d", SEED).allMatch(layers -> layers >= 3);
        assertThat(manyRows).as("layers whose rows differ, seed %d", SEED).isGreaterThan(10);
    }

    /** Each exponent of a word in one stream of ten at least, and streams whose words differ, by channel and by token. */
    @ParameterizedTest
    @ValueSource(ints = {4, 8})
    void wordsOfStreamsHaveEveryExponent(int bits) {
        VitShape shape = new VitShape(20, 20, 3, 4, 68, 40, 4, 100, 4);
        RecordingTap tap = new RecordingTap(false);
        new GoldenVit(RandomQuantizedVit.of(shape, bits, SEED)).forward(RandomQuantizedVit.patches(shape, SEED), tap);
        int[] streams = new int[7];
        int byToken = 0;
        for (String tensor : tap.codes.keySet()) {
            if (tensor.endsWith("_exponents") && !tensor.endsWith("gelu_exponents")) {
                int[] exponents = tap.codes.get(tensor);
                IntStream.of(exponents).distinct().forEach(k -> streams[k]++);
                for (int b = 0; b < 9; b++) {
                    int block = b;
                    byToken += IntStream.range(0, shape.tokens())
                                            .map(t -> exponents[9 * t + block])
                                            .distinct()
                                            .count()
                                    > 1
                            ? 1
                            : 0;
                }
            }
        }
        assertThat(IntStream.of(streams)).as("seed %d", SEED).allMatch(count -> count >= 8);
        assertThat(byToken)
                .as("blocks whose exponent is not the same for all tokens, seed %d", SEED)
                .isGreaterThan(81 * 9 / 4);
    }

    /** Shifts of residuals over all they may be, biases of both signs, and shifts of fc2 from their least on. */
    @Test
    void shiftsAndBiasesGoFar() {
        VitShape shape = new VitShape(8, 8, 3, 4, 48, 60, 3, 32, 4);
        Set<Integer> residualShifts = new TreeSet<>();
        Set<Integer> shifts = new TreeSet<>();
        Set<Integer> biases = new TreeSet<>();
        for (long seed = SEED; seed < SEED + 5; seed++) {
            for (QuantizedBlock block : RandomQuantizedVit.of(shape, 4, seed).blocks()) {
                residualShifts.addAll(distinct(block.projection().residualShift()));
                residualShifts.addAll(distinct(block.fc2().residualShift()));
                shifts.addAll(distinct(block.fc2().shift()));
                IntStream.of(block.fc2().bias()).forEach(biases::add);
            }
        }
        assertThat(residualShifts).containsExactlyElementsOf(range(6, 15));
        assertThat(shifts).containsAll(range(7, 16)).allMatch(shift -> shift >= 7);
        assertThat(biases).anyMatch(bias -> bias > 10_000).anyMatch(bias -> bias < -10_000);
    }

    @Test
    void positionsHaveEveryResidualShift() {
        VitShape wide = new VitShape(8, 8, 3, 4, 768, 1, 3, 32, 4);
        assertThat(distinct(RandomQuantizedVit.of(wide, SEED).patchEmbedding().residualShift()))
                .containsExactlyInAnyOrderElementsOf(range(0, 15));
    }

    /** Each multiple of 16 that is an int8, and no other weight. */
    @Test
    void weightsOfFourBitsAreMultiplesOfSixteen() {
        VitShape shape = new VitShape(8, 8, 3, 4, 48, 1, 3, 32, 4);
        for (QuantizedLinear layer :
                RandomQuantizedVit.of(shape, 4, SEED).blocks().get(0).layers()) {
            assertThat(distinct(layer.weights()))
                    .as(layer.name())
                    .containsExactlyInAnyOrderElementsOf(
                            range(-8, 7).stream().map(code -> 16 * code).toList());
        }
    }

    /** Rows of constant tokens are drawn as those of patches are. */
    @Test
    void constantTokensAreRandom() {
        VitShape shape = new VitShape(8, 8, 3, 4, 48, 1, 3, 32, 4).with(1, 1);
        byte[] position = RandomQuantizedVit.of(shape, SEED).position();
        for (int row = 0; row < 2; row++) {
            assertThat(distinct(Arrays.copyOfRange(position, row * 48, (row + 1) * 48)))
                    .hasSizeGreaterThan(20);
        }
    }

    private static List<Integer> range(int least, int greatest) {
        return IntStream.rangeClosed(least, greatest).boxed().toList();
    }

    private static Set<Integer> distinct(byte[] values) {
        return IntStream.range(0, values.length).mapToObj(i -> (int) values[i]).collect(Collectors.toSet());
    }

    @Test
    void aSeedRepeatsTheNetwork() {
        VitShape shape = new VitShape(8, 8, 1, 4, 12, 2, 3, 20, 5);
        QuantizedVit vit = RandomQuantizedVit.of(shape, SEED);
        assertThat(RandomQuantizedVit.of(shape, SEED))
                .usingRecursiveComparison()
                .isEqualTo(vit);
        assertThat(RandomQuantizedVit.of(shape, SEED + 1).head().weights())
                .isNotEqualTo(vit.head().weights());
    }
}
