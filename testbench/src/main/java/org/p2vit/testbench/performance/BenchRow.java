// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.performance;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.estimate.LinearRate;
import org.p2vit.hw.estimate.Prediction;
import org.p2vit.hw.program.Unit;
import org.p2vit.testbench.accelerator.BatchResult;
import org.p2vit.testbench.accelerator.InferenceResult;
import org.p2vit.testbench.accelerator.UnitCounters;
import org.p2vit.testbench.check.Comparison;
import org.p2vit.testbench.measure.NetworkWork;

/**
 * What a run took, from the RTL's own counters, checked word by word against the golden model in the same run.
 *
 * @param simulatedPerSecond cycles that the simulation did in a second, the comparison not counted
 * @param units busy and stall cycles of each unit
 */
public record BenchRow(
        @JsonUnwrapped Setup setup,
        @JsonUnwrapped Time time,
        @JsonUnwrapped Use use,
        @JsonUnwrapped Throughput throughput,
        @JsonUnwrapped Comparison comparison,
        double simulatedPerSecond,
        Map<Unit, UnitCounters> units) {
    /**
     * What was run, and where.
     *
     * @param images that ran in a row from one start
     * @param weightBits bits of the weights inside blocks: 8, 4 or mixed
     * @param multipliers multiply-accumulates per cycle of the array with 8-bit weights
     */
    public record Setup(
            String config,
            String model,
            String memory,
            String overlap,
            int images,
            String weightBits,
            int multipliers) {
        private static Setup of(BenchCase bench) {
            return new Setup(
                    bench.config().name(),
                    bench.model(),
                    bench.memory().label(),
                    bench.overlap().label(),
                    bench.images(),
                    bench.weights().label(),
                    bench.config().array().macsPerCycle());
        }

        boolean hasEightBits() {
            return weightBits.equals(WeightBits.EIGHT.label());
        }

        /** Whether only the bits of weights differ. */
        boolean isSameCase(Setup other) {
            return withBits("").equals(other.withBits(""));
        }

        private Setup withBits(String bits) {
            return new Setup(config, model, memory, overlap, images, bits, multipliers);
        }
    }

    /**
     * Counted and predicted.
     *
     * @param cycles from start to done
     * @param furtherCycles of each image after the first, null without one
     * @param gapCycles the longest that the array stood still between two images, null without a second one
     * @param predictedCycles by the cycle model
     * @param predictedLinear by the cycle model, the linear layers of the blocks by their best rate, the lowest first
     */
    public record Time(
            long cycles, Long furtherCycles, Long gapCycles, long predictedCycles, List<LinearRate> predictedLinear) {
        private static Time of(BatchResult result, Prediction prediction) {
            return new Time(
                    result.cycles(),
                    result.images().size() == 1 ? null : further(result.images()),
                    result.gaps().stream().max(Long::compare).orElse(null),
                    prediction.cycles(),
                    prediction.linear());
        }

        private static long further(List<InferenceResult> images) {
            return (images.stream().mapToLong(InferenceResult::cycles).sum()
                            - images.get(0).cycles())
                    / (images.size() - 1);
        }
    }

    /**
     * How much of the hardware's time was work.
     *
     * @param utilisation MACs of the network for all images, A·V included, over multipliers × cycles; by the doubled peak where a
     *     scalable array has 4-bit weights
     * @param utilisationWithShiftLanes the same with the lanes that do A·V counted beside the multipliers
     * @param matMulBusy share of cycles in which the array took a step
     */
    public record Use(double utilisation, double utilisationWithShiftLanes, double matMulBusy) {
        private static Use of(AcceleratorConfig config, NetworkWork work, BatchResult result) {
            int images = result.images().size();
            long cycles = result.cycles();
            return new Use(
                    images * work.utilisation(config.array(), cycles),
                    images * work.utilisationWithShiftLanes(config, cycles),
                    (double) result.units().get(Unit.MATMUL).busy() / cycles);
        }
    }

    /**
     * At the clock that the configuration asks for.
     *
     * @param gops a MAC counts as two operations
     * @param dspSource {@code synthesis} or {@code estimate}
     */
    public record Throughput(
            BigDecimal clockMhz,
            double framesPerSecond,
            double gops,
            long dsps,
            String dspSource,
            double gopsPerDsp,
            double macsPerDspPerCycle) {
        private static Throughput of(BenchCase bench, NetworkWork work, long cycles, DspCount dsps) {
            int images = bench.images();
            BigDecimal clockMhz = bench.config().clockMhz();
            double framesPerSecond = images * clockMhz.doubleValue() * 1e6 / cycles;
            double gops = 2e-9 * work.macs() * framesPerSecond;
            return new Throughput(
                    clockMhz,
                    framesPerSecond,
                    gops,
                    dsps.slices(),
                    dsps.source(),
                    gops / dsps.slices(),
                    (double) images * work.macs() / dsps.slices() / cycles);
        }
    }

    static BenchRow of(BenchCase bench, NetworkWork work, BatchResult result, Prediction prediction, DspCount dsps) {
        return new BenchRow(
                Setup.of(bench),
                Time.of(result, prediction),
                Use.of(bench.config(), work, result),
                Throughput.of(bench, work, result.cycles(), dsps),
                Comparison.of(result.verdict()),
                result.cycles() / result.seconds(),
                result.units());
    }

    /** Whether words were compared and all were right. */
    public boolean passed() {
        return comparison.passed();
    }
}
