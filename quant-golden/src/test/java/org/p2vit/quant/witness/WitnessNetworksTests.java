// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2vit.quant.witness.Whole.list;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whole random networks, every word of every tensor. {@code make witness N=… SEED=…} compares many. */
class WitnessNetworksTests {
    private static final long SEED = 8;
    private static final int NETWORKS = 24;

    @Test
    void everyWordOfRandomNetworksIsThatOfTheGoldenModel() {
        WordComparison comparison = new WordComparison();
        for (long seed = 1; seed <= NETWORKS; seed++) {
            NetworkDraw.of(seed).compare(comparison, "make witness N=1 SEED=" + seed);
        }
        assertThat(comparison.words()).isGreaterThan(NETWORKS * 1000L);
    }

    /** Each shift of GELU, each exponent of a block and of a row, and of a word of the stream; drawn, and made hard on purpose. */
    @Test
    void networksHaveEveryShiftAndExponent() {
        Set<Integer> shifts = new TreeSet<>();
        Set<Integer> blocks = new TreeSet<>();
        Set<Integer> rows = new TreeSet<>();
        Set<Integer> words = new TreeSet<>();
        Set<Integer> residualShifts = new TreeSet<>();
        for (long seed = 1; seed <= 4 * NETWORKS; seed++) {
            NetworkDraw draw = NetworkDraw.of(seed);
            WitnessBundle network = new BundleFile(draw.bundle()).network();
            Map<String, Matrix> tensors = GoldenGlue.tensors(draw.bundle(), draw.patches());
            for (int block = 0; block < network.shape("depth"); block++) {
                String name = "blocks." + block + ".";
                shifts.add(network.gelu(name).shift());
                for (String layer : List.of(name + "proj", name + "fc2")) {
                    residualShifts.add(
                            network.array(layer + ".residual_shift").get(0).intValueExact());
                    tensors.get(layer + "_exponents").words().forEach(k -> words.add(k.intValueExact()));
                }
                Matrix exponents = tensors.get(name + "gelu_exponents");
                exponents.words().forEach(d -> blocks.add(d.intValueExact()));
                new WitnessRows(tensors.get(name + "gelu"), exponents)
                        .rho()
                        .forEach(rho -> rows.add(rho.intValueExact()));
            }
        }
        assertThat(words)
                .containsExactlyElementsOf(IntStream.rangeClosed(0, 6).boxed().toList());
        assertThat(residualShifts)
                .containsExactlyElementsOf(IntStream.rangeClosed(6, 15).boxed().toList());
        assertThat(shifts)
                .containsExactlyElementsOf(IntStream.rangeClosed(0, 15).boxed().toList());
        assertThat(blocks)
                .containsExactlyElementsOf(IntStream.rangeClosed(0, 7).boxed().toList());
        assertThat(rows)
                .containsExactlyElementsOf(IntStream.rangeClosed(0, 7).boxed().toList());
    }

    @Test
    void classesOfRowsWithEqualLogits() {
        Random random = new Random(SEED);
        for (int row = 0; row < 1000; row++) {
            HardWords words = new HardWords(random, Integer.MIN_VALUE / 2, Integer.MAX_VALUE / 2);
            List<BigInteger> logits = list(1 + random.nextInt(7), words::word);
            assertThat(GoldenGlue.classOf(logits))
                    .as("%s, seed %d", logits, SEED)
                    .isEqualTo(WitnessVit.classOf(logits));
        }
    }
}
