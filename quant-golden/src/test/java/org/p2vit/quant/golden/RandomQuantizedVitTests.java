// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.quant.model.QuantizedBlock;
import org.p2vit.quant.model.QuantizedGelu;
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

        assertThat(tap.tensors).hasSize(2 + 14 * depth + 2);
        SoftAssertions.assertSoftly(softly -> {
            for (Statistics tensor : tap.tensors) {
                if (tensor.tensor().endsWith("gelu_exponents")) {
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

    /** Shifts of residuals over all they may be, biases of both signs, and shifts of fc2 from their least on. */
    @Test
    void shiftsAndBiasesGoFar() {
        VitShape shape = new VitShape(8, 8, 3, 4, 384, 4, 3, 32, 4);
        QuantizedVit vit = RandomQuantizedVit.of(shape, 4, SEED);
        assertThat(distinct(vit.patchEmbedding().residualShift()))
                .hasSizeGreaterThan(20)
                .anyMatch(shift -> shift < 2)
                .anyMatch(shift -> shift > 29);
        for (QuantizedBlock block : vit.blocks()) {
            assertThat(distinct(block.projection().residualShift())).contains(5, 6, 7, 8, 9, 10, 11);
            assertThat(distinct(block.fc2().residualShift())).contains(5, 6, 7, 8, 9, 10, 11);
            assertThat(distinct(block.fc2().shift())).contains(7).allMatch(shift -> shift >= 7);
            assertThat(IntStream.of(block.fc2().bias()))
                    .anyMatch(bias -> bias > 100)
                    .anyMatch(bias -> bias < -100);
        }
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
