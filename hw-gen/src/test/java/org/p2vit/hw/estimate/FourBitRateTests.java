// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2vit.hw.ScalableMachine;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;

/** What 4-bit weights are worth on the scalable configurations, for DeiT-Tiny. */
class FourBitRateTests {
    private static final long SEED = 1;
    private static final VitShape DEIT_TINY = new VitShape(224, 224, 3, 16, 192, 12, 3, 768, 1000);

    @ParameterizedTest
    @EnumSource(MemoryTiming.class)
    void wholeNetworkAndItsLayersGain(MemoryTiming memory) {
        AcceleratorConfig config = ScalableMachine.CONFIG;
        Prediction eight = predict(config, 8, memory);
        Prediction four = predict(config, 4, memory);

        assertThat((double) eight.cycles() / four.cycles()).as("whole network").isGreaterThan(1.7);
        LinearRate wide = linear(eight, config.array().macsPerCycle());
        LinearRate int4 = linear(four, 2 * config.array().macsPerCycle());
        assertThat(int4.rate() / wide.rate()).as("linear layers").isGreaterThan(1.9);
        assertThat(int4.utilisation()).as("utilisation").isGreaterThan(0.93);
    }

    /** Of a mixed network the layers of either kind stand apart. */
    @Test
    void layersOfEitherRateStandApart() {
        AcceleratorConfig config = ScalableMachine.CONFIG;
        QuantizedVit mixed =
                RandomQuantizedVit.mixed(DEIT_TINY, config.attention().coding(), SEED);

        List<LinearRate> rates = CycleModel.predict(
                        NetworkCompiler.compile(mixed, config), config, MemoryTiming.STANDARD)
                .linear();

        int macs = config.array().macsPerCycle();
        assertThat(rates).extracting(LinearRate::macsPerCycle).containsExactly(macs, 2 * macs);
        assertThat(rates.stream().mapToInt(LinearRate::layers).sum()).isEqualTo(DEIT_TINY.depth() * 6);
        assertThat(rates).allSatisfy(rate -> assertThat(rate.utilisation()).isBetween(0.85, 1.0));
    }

    private static Prediction predict(AcceleratorConfig config, int bits, MemoryTiming memory) {
        return CycleModel.predict(
                NetworkCompiler.compile(RandomQuantizedVit.of(DEIT_TINY, bits, SEED), config), config, memory);
    }

    private static LinearRate linear(Prediction prediction, int macsPerCycle) {
        assertThat(prediction.linear()).hasSize(1);
        LinearRate linear = prediction.linear().get(0);
        assertThat(linear.macsPerCycle()).isEqualTo(macsPerCycle);
        return linear;
    }
}
