// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.measure;

import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.p2vit.quant.calibration.fidelity.SqnrReport;

/**
 * Signal to quantization-noise ratios of the tensors that have the same name in every block.
 *
 * @param tensor name without the block
 * @param leastDecibels of all blocks
 * @param meanDecibels over all blocks
 * @param leastMedianDecibels of all blocks, the median over tokens; far from {@code leastDecibels} where few tokens are much greater than the others
 * @param mostClipped of all blocks, the share of float values beyond the range of the codes, 0 … 1
 */
public record SqnrSummary(
        String tensor, double leastDecibels, double meanDecibels, double leastMedianDecibels, double mostClipped) {
    /** One summary for each name, in the order of computation. */
    public static List<SqnrSummary> of(SqnrReport report) {
        return report.tensors().stream()
                .collect(Collectors.groupingBy(
                        tensor -> tensor.tensor().replaceFirst("^blocks\\.\\d+\\.", ""),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .entrySet()
                .stream()
                .map(kind -> of(kind.getKey(), kind.getValue()))
                .toList();
    }

    private static SqnrSummary of(String name, List<SqnrReport.TensorSqnr> blocks) {
        DoubleSummaryStatistics whole = figures(blocks, SqnrReport.TensorSqnr::decibels);
        return new SqnrSummary(
                name,
                whole.getMin(),
                whole.getAverage(),
                figures(blocks, SqnrReport.TensorSqnr::medianDecibels).getMin(),
                figures(blocks, SqnrReport.TensorSqnr::clipped).getMax());
    }

    private static DoubleSummaryStatistics figures(
            List<SqnrReport.TensorSqnr> blocks, ToDoubleFunction<SqnrReport.TensorSqnr> figure) {
        return blocks.stream().mapToDouble(figure).summaryStatistics();
    }
}
