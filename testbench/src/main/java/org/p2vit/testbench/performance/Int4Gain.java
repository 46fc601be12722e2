// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.performance;

import java.util.List;
import org.p2vit.hw.estimate.LinearRate;

/**
 * What weights of fewer bits gained over the row with 8 bits of the same run.
 *
 * @param gain cycles with 8 bits over cycles, both counted by the RTL
 * @param utilisation of the whole network, the peak being doubled where a scalable array has 4-bit weights
 * @param layersGain predicted MACs per cycle of the linear layers with the highest peak, over those of the 8-bit network's layers
 * @param layersUtilisation predicted, what these layers reach of that peak
 */
public record Int4Gain(
        String config,
        String model,
        String memory,
        int images,
        String weightBits,
        long cycles,
        double gain,
        double utilisation,
        double layersGain,
        double layersUtilisation) {
    /** One for each row with fewer bits whose case was run with 8 bits too. */
    public static List<Int4Gain> of(List<BenchRow> rows) {
        return rows.stream()
                .filter(row -> !row.setup().hasEightBits())
                .flatMap(row -> rows.stream()
                        .filter(other ->
                                other.setup().hasEightBits() && other.setup().isSameCase(row.setup()))
                        .limit(1)
                        .map(wide -> of(row, wide)))
                .toList();
    }

    private static Int4Gain of(BenchRow row, BenchRow wide) {
        LinearRate fastest = fastest(row);
        return new Int4Gain(
                row.setup().config(),
                row.setup().model(),
                row.setup().memory(),
                row.setup().images(),
                row.setup().weightBits(),
                row.time().cycles(),
                (double) wide.time().cycles() / row.time().cycles(),
                row.use().utilisation(),
                fastest.rate() / fastest(wide).rate(),
                fastest.utilisation());
    }

    private static LinearRate fastest(BenchRow row) {
        List<LinearRate> rates = row.time().predictedLinear();
        return rates.get(rates.size() - 1);
    }
}
