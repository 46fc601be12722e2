// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2vit.quant.witness.Whole.list;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
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
