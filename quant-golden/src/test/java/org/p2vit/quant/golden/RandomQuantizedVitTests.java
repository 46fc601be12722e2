// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
            int greatest = tensor.endsWith("fc1") ? Short.MAX_VALUE : 255;
            add(tensor, IntStream.range(0, codes.length).map(i -> codes[i]).toArray(), greatest);
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

        assertThat(tap.tensors).hasSize(2 + 13 * depth + 2);
        SoftAssertions.assertSoftly(softly -> {
            for (Statistics tensor : tap.tensors) {
                double least = tensor.tensor().endsWith("attn_codes") ? 0.8 : 5;
                softly.assertThat(tensor.spread())
                        .as("spread of %s, seed %d", tensor, SEED)
                        .isGreaterThan(least);
                softly.assertThat(tensor.saturated())
                        .as("saturated share of %s, seed %d", tensor, SEED)
                        .isLessThan(0.05);
            }
        });
    }

    /** Small tensors would be caught above, but a network with one exponent behind GELU would not. */
    @Test
    void networksHaveEveryShiftOfGeluAndManyOffsets() {
        VitShape shape = new VitShape(4, 4, 1, 4, 2, 200, 1, 2, 2);
        List<QuantizedGelu> all = RandomQuantizedVit.of(shape, SEED).blocks().stream()
                .map(QuantizedBlock::gelu)
                .toList();
        assertThat(all.stream().map(QuantizedGelu::shift))
                .containsAll(IntStream.rangeClosed(0, 15).boxed().toList());
        // The least and the greatest that keep −0.17 a code: of the finest exponent 0 alone, of the coarsest up to 127.
        assertThat(all.stream().filter(gelu -> gelu.shift() == 15).map(QuantizedGelu::offset))
                .containsOnly(0);
        assertThat(all).anyMatch(gelu -> gelu.offset() > 110);
        assertThat(all.stream().map(QuantizedGelu::offset).distinct()).hasSizeGreaterThan(60);
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
