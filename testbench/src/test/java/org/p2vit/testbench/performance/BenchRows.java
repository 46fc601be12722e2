// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.performance;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.estimate.CycleModel;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.testbench.accelerator.BatchResult;
import org.p2vit.testbench.accelerator.InferenceResult;
import org.p2vit.testbench.accelerator.UnitCounters;
import org.p2vit.testbench.check.Verdict;
import org.p2vit.testbench.measure.NetworkWork;

/** Rows as a simulation would make them, without one: predictions and work are real, what the RTL counts is given. */
public final class BenchRows {
    public static final long WORDS = 1000;
    public static final long GAP = 70;

    private BenchRows() {}

    /** @param mismatches of the words of each image */
    public static BenchRow of(BenchCase bench, long cycles, long mismatches) {
        Verdict verdict = new Verdict(WORDS, mismatches, 9, mismatches == 0 ? "" : "blocks.0.q row 3");
        return of(bench, cycles, Map.of(Unit.MATMUL, verdict));
    }

    /** @param verdicts of the units, of each image */
    public static BenchRow of(BenchCase bench, long cycles, Map<Unit, Verdict> verdicts) {
        QuantizedVit network = bench.weights()
                .network(bench.shape(), bench.config().attention().coding(), BenchCase.SEED);
        Map<Unit, UnitCounters> units = new EnumMap<>(Unit.class);
        units.put(Unit.MATMUL, new UnitCounters(cycles / 2, cycles / 4));
        InferenceResult image =
                new InferenceResult(new int[0], new int[0], cycles / bench.images(), 1, units, verdicts);
        BatchResult result = new BatchResult(
                IntStream.range(0, bench.images()).mapToObj(i -> image).toList(),
                IntStream.range(1, bench.images()).mapToObj(i -> GAP * i).toList(),
                cycles,
                bench.images(),
                units);
        return BenchRow.of(
                bench,
                NetworkWork.of(network),
                result,
                CycleModel.predict(
                        NetworkCompiler.compile(network, bench.config(), bench.overlap()),
                        bench.config(),
                        bench.memory(),
                        bench.images()),
                new DspCount(581, "synthesis"));
    }
}
