// SPDX-License-Identifier: Apache-2.0
package org.p2vit.examples;

import static org.p2vit.hw.dsl.Hdl.*;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.p2vit.hw.cell.RoundShift;
import org.p2vit.hw.dsl.Generate;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.testbench.bus.Bench;
import org.p2vit.testbench.bus.StreamSink;
import org.p2vit.testbench.bus.StreamSource;
import org.p2vit.testbench.check.Repeat;
import org.p2vit.testbench.check.Verdict;
import org.p2vit.testbench.check.WordChecker;
import org.p2vit.testbench.verilator.BuildOptions;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.VerilatedModel;
import spinal.core.Bits;
import spinal.core.SInt;

/** Runs the Verilog of a cell of one's own beside a model of it in Java, on all inputs that there are. */
public final class CheckOwnCell {
    private static final long SEED = 1;
    private static final int STALL_PERCENT = 30;

    private CheckOwnCell() {}

    /** The mean of two signed bytes, rounded to nearest, ties towards +infinity. A pair a cycle, latency 0. */
    static final class PairMean extends HwModule {
        public final HwStream<Bits> pair = slave(stream(() -> bits(16)));
        public final HwStream<SInt> mean = master(stream(() -> sint(8)));

        PairMean() {
            SInt first = asSInt(word(pair.payload, 0, 8));
            SInt second = asSInt(word(pair.payload, 1, 8));
            pair.to(mean, (from, to) -> assign(to, RoundShift.halfUp(addExpand(first, second))));
        }
    }

    /** What the cell has to do. */
    static byte model(byte first, byte second) {
        return (byte) Math.floorDiv(first + second + 1, 2);
    }

    public static void main(String[] none) {
        System.out.println("PairMean " + check(PairMean::new));
    }

    /** Compares a cell that has the ports of {@link PairMean} with {@link #model}. */
    static Verdict check(Supplier<HwModule> cell) {
        Generate.Verilog verilog = Generate.verilog(Path.of("target", "own-cell"), cell);
        VerilatedModel built = VerilatedModel.build(verilog.file(), verilog.top(), BuildOptions.defaults());
        WordChecker checker = new WordChecker(verilog.top(), new Repeat(SEED, "this program"));
        try (Model simulated = built.open()) {
            Bench bench = new Bench(simulated);
            StreamSource source = bench.add(new StreamSource(simulated, "pair", SEED, STALL_PERCENT));
            StreamSink<byte[]> sink = bench.add(StreamSink.ofBytes(simulated, "mean", SEED + 1, STALL_PERCENT));
            for (int pair = 0; pair < 1 << 16; pair++) {
                byte first = (byte) pair;
                byte second = (byte) (pair >> 8);
                source.send(pair);
                checker.expect("mean", second, first, model(first, second));
            }
            bench.stepUntil(source::idle, 10 << 16);
            bench.step(20); // a word too many would show now
            for (int i = 0; i < sink.count(); i++) {
                checker.word(sink.cycleOf(i), sink.words().get(i));
            }
        }
        return checker.verdict();
    }
}
