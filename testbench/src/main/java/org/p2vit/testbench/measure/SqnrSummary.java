// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.measure;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.p2vit.quant.calibration.fidelity.SqnrReport;

/**
 * Signal to quantization-noise ratios of the tensors that have the same name in every block.
 *
 * @param tensor name without the block
 * @param leastDecibels of all blocks
 * @param meanDecibels over all blocks
 */
public record SqnrSummary(String tensor, double leastDecibels, double meanDecibels) {
    /** One summary for each name, in the order of computation. */
    public static List<SqnrSummary> of(SqnrReport report) {
        Map<String, DoubleSummaryStatistics> byName = new LinkedHashMap<>();
        report.tensors().forEach(tensor -> byName.computeIfAbsent(
                        tensor.tensor().replaceFirst("^blocks\\.\\d+\\.", ""), name -> new DoubleSummaryStatistics())
                .accept(tensor.decibels()));
        List<SqnrSummary> summaries = new ArrayList<>();
        byName.forEach((name, figures) -> summaries.add(new SqnrSummary(name, figures.getMin(), figures.getAverage())));
        return summaries;
    }
}
