// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.compiler.TensorSlice;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.deploy.MemoryMap;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.golden.GoldenVit;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.testbench.bus.Dram;
import org.p2vit.testbench.check.LaneFormat;
import org.p2vit.testbench.check.Repeat;
import org.p2vit.testbench.check.Verdict;
import org.p2vit.testbench.check.WordChecker;
import org.p2vit.testbench.verilator.Model;

/**
 * Compares what a run left, the words of the taps and the logits in memory, with the golden model.
 *
 * @param model whose taps have the words of this run and no others
 */
record RunComparison(
        Model model,
        QuantizedVit network,
        Program program,
        AcceleratorConfig config,
        MemoryMap map,
        Dram dram,
        Repeat repeat) {
    /**
     * @param start cycle of the run's start
     * @param cycles that it took
     * @param seconds of the simulation
     * @param units counters of the whole run
     */
    BatchResult of(List<byte[]> images, long start, long cycles, double seconds, Map<Unit, UnitCounters> units) {
        RunWords words = new RunWords(model, config, program, repeat);
        Map<Unit, UnitCounters> means = means(units, images.size());
        List<InferenceResult> results = new ArrayList<>();
        long from = start;
        for (int i = 0; i < images.size(); i++) {
            boolean last = i == images.size() - 1;
            int[] logits = logits(i);
            ReferenceTensors reference = new ReferenceTensors();
            int[] golden = new GoldenVit(network).forward(images.get(i), reference);
            Map<Unit, Verdict> verdicts = words.compare(reference, i == 0, last);
            verdicts.put(Unit.STORE, compareLogits(golden, logits));
            long to = last ? start + cycles : words.end();
            WordDemand demand = new WordDemand(reference, program.shape(), config);
            Map<Unit, Verdict> judged = demand.judge(verdicts, repeat);
            results.add(new InferenceResult(logits, golden, to - from, seconds / images.size(), means, judged));
            from = to;
        }
        return new BatchResult(results, words.gaps(), cycles, seconds, units);
    }

    private static Map<Unit, UnitCounters> means(Map<Unit, UnitCounters> units, int images) {
        Map<Unit, UnitCounters> means = new EnumMap<>(Unit.class);
        units.forEach((unit, counted) ->
                means.put(unit, new UnitCounters(counted.busy() / images, counted.stall() / images)));
        return means;
    }

    private int[] logits(int image) {
        int place = map.output() + image * program.outputStride();
        return program.unpackOutput(
                dram.bytes().slice(place, program.outputBytes()).order(ByteOrder.LITTLE_ENDIAN));
    }

    private Verdict compareLogits(int[] expected, int[] logits) {
        WordChecker checker = new WordChecker(Unit.STORE.name(), repeat);
        for (int c = 0; c < expected.length; c++) {
            checker.expect(TensorSlice.LOGITS, 0, c, LaneFormat.INT32, expected[c]);
            byte[] word = new byte[Integer.BYTES];
            ByteBuffer.wrap(word).order(ByteOrder.LITTLE_ENDIAN).putInt(logits[c]);
            checker.word(model.cycle(), word);
        }
        return checker.verdict();
    }
}
