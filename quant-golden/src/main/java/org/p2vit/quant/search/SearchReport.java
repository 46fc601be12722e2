// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Map;
import org.p2vit.quant.image.PixelReport;

/**
 * What a search for mixed precision found; see {@link PrecisionSearch.Result}.
 *
 * @param newMeasurements measurements of this run; others were found in the cache
 */
public record SearchReport(
        @JsonUnwrapped Setting setting,
        @JsonUnwrapped Sensitivity sensitivity,
        @JsonUnwrapped Choice choice,
        List<Combination> front,
        int combinations,
        int newMeasurements,
        String bitTable,
        double seconds) {
    /**
     * What was searched.
     *
     * @param bits of weights, activations and attention weights before the search
     * @param cost what the budget is of: {@code weight bytes}, or {@code cycles on} a configuration
     * @param heldOutImages images that calibration did not see, on which everything was measured
     * @param preprocessing how all of them were prepared
     * @param leftOut files of their folder that are no images, by kind
     */
    public record Setting(
            String model,
            SearchOptions options,
            String bits,
            String cost,
            int calibrationImages,
            int heldOutImages,
            PixelReport preprocessing,
            Map<String, Integer> leftOut) {}

    /**
     * What layers of other kinds do, each by itself.
     *
     * @param greatestCost with 8-bit weights everywhere
     * @param layerNoise by kind and layer
     * @param coarse the combination that follows from it
     */
    public record Sensitivity(
            double greatestCost,
            Map<String, Double> curvature,
            Map<String, Map<String, Double>> layerNoise,
            Combination coarse) {}

    /**
     * The table that was chosen.
     *
     * @param chosenWeightBytes bytes of all weights
     * @param chosenCycles estimated for the whole network, where the budget is of cycles; else null
     * @param chosenSqnrDb of the logits on the held out images after quantization
     * @param chosenAgreement share of these images on which it chooses float's class
     */
    public record Choice(
            Combination chosen,
            double chosenWeightBytes,
            @JsonSetter(nulls = Nulls.SET) Long chosenCycles,
            double chosenSqnrDb,
            double chosenAgreement) {}
}
