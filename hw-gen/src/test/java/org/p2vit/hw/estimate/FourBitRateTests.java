// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;

/** What 4-bit weights are worth on the scalable configurations, for DeiT-Tiny. */
class FourBitRateTests {
    private static final long SEED = 1;
    private static final VitShape DEIT_TINY = new VitShape(224, 224, 3, 16, 192, 12, 3, 768, 1000);

    @ParameterizedTest
    @CsvSource({"kv260-w4, STANDARD", "kv260-w4, HARDER", "zcu104-w4, STANDARD", "zcu104-w4, HARDER"})
    void wholeNetworkAndItsLayersGain(String machine, MemoryTiming memory) {
        AcceleratorConfig config = AcceleratorConfig.load(machine);
        Prediction eight = predict(config, 8, memory);
        Prediction four = predict(config, 4, memory);

        assertThat((double) eight.cycles() / four.cycles()).as("whole network").isGreaterThan(1.7);
        assertThat(linearCycles(eight) / linearCycles(four)).as("linear layers").isGreaterThan(1.9);
        assertThat(peakCycles(four) / linearCycles(four)).as("utilisation").isGreaterThan(0.93);
    }

    private static Prediction predict(AcceleratorConfig config, int bits, MemoryTiming memory) {
        return CycleModel.predict(
                NetworkCompiler.compile(RandomQuantizedVit.of(DEIT_TINY, bits, SEED), config), config, memory);
    }

    private static double linearCycles(Prediction prediction) {
        return linear(prediction).values().stream()
                .mapToDouble(LayerEstimate::cycles)
                .sum();
    }

    /** Cycles that the layers would take if every multiplier worked in all of them. */
    private static double peakCycles(Prediction prediction) {
        return linear(prediction).values().stream()
                .mapToDouble(layer -> (double) layer.macs() / layer.macsPerCycle())
                .sum();
    }

    private static Map<String, LayerEstimate> linear(Prediction prediction) {
        return prediction.layers().stream()
                .filter(layer ->
                        layer.layer().startsWith("blocks.") && !layer.layer().contains("attn"))
                .collect(Collectors.toMap(LayerEstimate::layer, layer -> layer));
    }
}
