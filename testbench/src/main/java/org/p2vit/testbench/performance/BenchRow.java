// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.performance;

import java.util.List;
import java.util.Map;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.estimate.LinearRate;
import org.p2vit.hw.estimate.Prediction;
import org.p2vit.hw.program.Unit;
import org.p2vit.testbench.accelerator.BatchResult;
import org.p2vit.testbench.accelerator.InferenceResult;
import org.p2vit.testbench.accelerator.UnitCounters;
import org.p2vit.testbench.check.Verdict;
import org.p2vit.testbench.measure.NetworkWork;

/**
 * What a run took, from the RTL's own counters, checked word by word against the golden model in the same run.
 *
 * @param images that ran in a row from one start
 * @param weightBits bits of the weights inside blocks: 8, 4 or mixed
 * @param multipliers multiply-accumulates per cycle of the array with 8-bit weights
 * @param cycles from start to done
 * @param furtherCycles of each image after the first, null without one
 * @param gapCycles the longest that the array stood still between two images, null without a second one
 * @param predictedCycles by the cycle model
 * @param predictedLinear by the cycle model, the linear layers of the blocks by their best rate, the lowest first
 * @param utilisation MACs of the network for all images, A·V included, over multipliers × cycles; by the doubled peak where a
 *     scalable array has 4-bit weights
 * @param utilisationWithShiftLanes the same with the lanes that do A·V counted beside the multipliers
 * @param matMulBusy share of cycles in which the array took a step
 * @param framesPerSecond at {@link #CLOCK_MHZ}, as are the others
 * @param gops a MAC counts as two operations
 * @param dspSource {@code synthesis} or {@code estimate}
 * @param firstMismatch empty when there is none
 * @param simulatedPerSecond cycles that the simulation did in a second, the comparison not counted
 * @param units busy and stall cycles of each unit
 */
public record BenchRow(
        String config,
        String model,
        String memory,
        String overlap,
        int images,
        String weightBits,
        int multipliers,
        long cycles,
        Long furtherCycles,
        Long gapCycles,
        long predictedCycles,
        List<LinearRate> predictedLinear,
        double utilisation,
        double utilisationWithShiftLanes,
        double matMulBusy,
        double framesPerSecond,
        double gops,
        long dsps,
        String dspSource,
        double gopsPerDsp,
        double macsPerDspPerCycle,
        long wordsChecked,
        long mismatches,
        String firstMismatch,
        double simulatedPerSecond,
        Map<Unit, UnitCounters> units) {
    /** Clock that throughput is stated at. */
    public static final int CLOCK_MHZ = 250;

    static BenchRow of(BenchCase bench, NetworkWork work, BatchResult result, Prediction prediction, DspCount dsps) {
        ArrayConfig array = bench.config().array();
        Verdict verdict = result.verdict();
        long cycles = result.cycles();
        int images = bench.images();
        double framesPerSecond = images * CLOCK_MHZ * 1e6 / cycles;
        double gops = 2e-9 * work.macs() * framesPerSecond;
        return new BenchRow(
                bench.config().name(),
                bench.model(),
                bench.memory().label(),
                bench.overlap().label(),
                images,
                bench.weights().label(),
                array.macsPerCycle(),
                cycles,
                images == 1 ? null : further(result.images()),
                result.gaps().stream().max(Long::compare).orElse(null),
                prediction.cycles(),
                prediction.linear(),
                images * work.utilisation(array, cycles),
                images * work.utilisationWithShiftLanes(bench.config(), cycles),
                (double) result.units().get(Unit.MATMUL).busy() / cycles,
                framesPerSecond,
                gops,
                dsps.slices(),
                dsps.source(),
                gops / dsps.slices(),
                (double) images * work.macs() / dsps.slices() / cycles,
                verdict.wordsChecked(),
                verdict.mismatches(),
                verdict.firstMismatch(),
                cycles / result.seconds(),
                result.units());
    }

    private static long further(List<InferenceResult> images) {
        return (images.stream().mapToLong(InferenceResult::cycles).sum()
                        - images.get(0).cycles())
                / (images.size() - 1);
    }

    /** Whether words were compared and all were right. */
    public boolean passed() {
        return wordsChecked > 0 && mismatches == 0;
    }
}
