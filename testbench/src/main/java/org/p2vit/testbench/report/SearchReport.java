// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.report;

import java.util.List;
import java.util.Map;
import org.p2vit.quant.search.Combination;
import org.p2vit.quant.search.SearchOptions;

/**
 * What a search for mixed precision found; see {@link org.p2vit.quant.search.PrecisionSearch.Result}.
 *
 * @param heldOutImages images that calibration did not see, on which everything was measured
 * @param greatestCost with 8-bit weights everywhere
 * @param chosenSqnrDb of the logits on these images after quantization with the chosen table
 * @param chosenAgreement share of these images on which it chooses float's class
 * @param newMeasurements measurements of this run; others were found in the cache
 */
public record SearchReport(
        String model,
        SearchOptions options,
        int calibrationImages,
        int heldOutImages,
        double greatestCost,
        Map<String, Double> curvature,
        Map<String, Double> layerNoise,
        Combination coarse,
        Combination chosen,
        double chosenSqnrDb,
        double chosenAgreement,
        List<Combination> front,
        int combinations,
        int newMeasurements,
        String bitTable,
        double seconds) {}
