// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.p2vit.hw.program.Command;
import org.p2vit.testbench.bus.Bench;
import org.p2vit.testbench.bus.StreamSink;
import org.p2vit.testbench.bus.StreamSource;
import org.p2vit.testbench.check.Repeat;
import org.p2vit.testbench.check.Verdict;
import org.p2vit.testbench.check.WordChecker;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.VerilatedModel;

/** A unit that takes commands and writes words to a buffer; what its port and its tap show is compared with what is expected. */
public abstract class UnitBench implements AutoCloseable {
    protected final ArrayShape shape;
    protected final Random random;
    protected final Model model;
    protected final Bench bench;
    protected final PlacedWords written;
    protected final WordChecker tapped;
    private final StreamSource commands;
    private final UnitMonitor counters;
    private final String description;

    protected UnitBench(String unit, ArrayShape shape, VerilatedModel built, Class<?> test, long seed) {
        this.shape = shape;
        random = new Random(seed);
        model = VerilatedUnit.start(built, seed);
        bench = new Bench(model);
        commands = bench.add(new StreamSource(model, "command", seed, 0));
        counters = bench.add(new UnitMonitor(model));
        Repeat repeat = Repeat.test(test, seed);
        written = new PlacedWords(unit, repeat);
        tapped = new WordChecker(unit + " tap", repeat);
        description = "%s, seed %d".formatted(shape, seed);
    }

    public final UnitMonitor counters() {
        return counters;
    }

    /** Words that are still to come. */
    public final int missing() {
        return written.missing();
    }

    public final void step(int cycles) {
        bench.step(cycles);
    }

    public final void send(Command command) {
        commands.send(CommandBytes.of(command, 0));
    }

    /** Takes the words of a stream of single-bank writes called {@code write}. */
    protected final void takeWrites(long seed, int stallPercent) {
        bench.add(new StreamSink<>(model, "write", seed, stallPercent, pins -> {
            if (pins.get("write_payload_mask") != 1) {
                throw new AssertionError("cycle " + (pins.cycle() - 1) + ": a write without its only lane");
            }
            byte[] data = pins.getBytes(pins.pin("write_payload_data_0"));
            int bank = (int) pins.get("write_payload_group");
            written.word(pins.cycle() - 1, bank, (int) pins.get("write_payload_address"), data);
            return data;
        }));
    }

    /** Runs until every word has come, then some cycles in which nothing may come. */
    public final void finish(int maxCycles) {
        bench.stepUntil(() -> written.missing() == 0, maxCycles);
        bench.step(60);
        drainTap();
        Verdict port = written.verdict();
        List<Verdict> all = new ArrayList<>(List.of(port, tapped.verdict()));
        all.addAll(furtherVerdicts());
        Verdict.all(all).requirePassed();
        if (port.wordsChecked() != written.expected()) {
            throw new AssertionError("%s: %d words wanted, %s".formatted(description, written.expected(), port));
        }
    }

    /** On what a unit makes besides. */
    protected List<Verdict> furtherVerdicts() {
        return List.of();
    }

    /** Hands what the tap recorded to {@link #tapped}. */
    protected void drainTap() {
        model.tap("words").drain().forEach(word -> tapped.word(word.cycle(), word.data()));
    }

    @Override
    public final void close() {
        model.close();
    }
}
