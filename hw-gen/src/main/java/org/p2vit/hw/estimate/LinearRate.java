// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import java.util.List;
import java.util.TreeMap;

/**
 * Those linear layers inside the blocks of a predicted run that the array does at one best rate: on a scalable array layers with 8-bit
 * and with 4-bit weights have different ones.
 *
 * @param macsPerCycle the best rate
 * @param layers how many they are
 * @param macs multiply-accumulates without padding
 * @param cycles by which they move the array's last step on, waits included
 * @param utilisation MACs over the best rate × cycles
 */
public record LinearRate(int macsPerCycle, int layers, long macs, double cycles, double utilisation) {
    private static LinearRate of(LayerEstimate layer) {
        return new LinearRate(layer.macsPerCycle(), 1, layer.macs(), layer.cycles(), layer.utilisation());
    }

    /** One for each best rate, the lowest first. */
    static List<LinearRate> of(List<LayerEstimate> layers) {
        TreeMap<Integer, LinearRate> rates = new TreeMap<>();
        layers.stream()
                .filter(LayerEstimate::isBlockLinear)
                .map(LinearRate::of)
                .forEach(rate -> rates.merge(rate.macsPerCycle, rate, LinearRate::plus));
        return List.copyOf(rates.values());
    }

    private LinearRate plus(LinearRate more) {
        long sum = macs + more.macs;
        double both = cycles + more.cycles;
        return new LinearRate(macsPerCycle, layers + more.layers, sum, both, sum / (macsPerCycle * both));
    }

    /** Multiply-accumulates in a cycle. */
    public double rate() {
        return macs / cycles;
    }
}
