// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.compiler.Span;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.deploy.MemoryMap;
import org.p2vit.hw.program.Unit;
import org.p2vit.hw.register.ErrorCode;
import org.p2vit.hw.register.Register;
import org.p2vit.hw.register.RegisterMap;
import org.p2vit.quant.golden.GoldenVit;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.testbench.accelerator.AcceleratorModel.UnitTap;
import org.p2vit.testbench.bus.AxiMemory;
import org.p2vit.testbench.bus.AxiTiming;
import org.p2vit.testbench.bus.Dram;
import org.p2vit.testbench.bus.RegisterPort;
import org.p2vit.testbench.check.LaneFormat;
import org.p2vit.testbench.check.Repeat;
import org.p2vit.testbench.check.Verdict;
import org.p2vit.testbench.check.WordChecker;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.RunResult;
import org.p2vit.testbench.verilator.StopReason;
import org.p2vit.testbench.verilator.VerilatedModel;

/**
 * Runs whole inferences on the verilated accelerator the way a driver does, through registers, DRAM and interrupt, and compares every word
 * each unit wrote, and the logits in DRAM, with the golden model.
 */
public final class AcceleratorSimulation implements AutoCloseable {
    private static final int PROGRESS_CYCLES = 100_000;
    /** The hardware's own watchdog is meant to see a hang first. */
    private static final long WATCHDOG_CYCLES = 50_000;

    private static final long HANG_CYCLES = 2 * WATCHDOG_CYCLES;
    /** Longer than the engine's reset at a start, far shorter than the fetch of the first command. */
    private static final int CLEAR_CYCLES = 8;

    private static final long INTERRUPT_ENABLED = 1;
    private static final long START = 1;

    private final QuantizedVit network;
    private final Program program;
    private final AcceleratorConfig config;
    private final Repeat repeat;
    private final MemoryMap map;
    private final Dram dram;
    private final Model model;
    private final RegisterPort registers;
    private long samplingCycles = PROGRESS_CYCLES;
    private Consumer<CounterSample> sampleListener;

    /** Opens a simulation with the program in its memory. */
    public AcceleratorSimulation(
            VerilatedModel built,
            QuantizedVit network,
            Program program,
            AcceleratorConfig config,
            AxiTiming timing,
            Repeat repeat) {
        this.network = network;
        this.program = program;
        this.config = config;
        this.repeat = repeat;
        this.map = MemoryMap.of(program);
        this.dram = new Dram(map.bytes());
        dram.write(map.program(), program.commandBytes());
        dram.write(map.model(), program.constants());
        this.model = built.open(repeat.seed());
        // Outputs are arbitrary until reset; the bus models would call that a broken rule.
        model.reset("aresetn", 8);
        AxiMemory.attach(model, "m_axi_gmem", dram, timing);
        this.registers = RegisterPort.attach(model, "s_axi_ctrl");
        address(RegisterMap.PROGRAM_LOW, map.program());
        address(RegisterMap.MODEL_LOW, map.model());
        address(RegisterMap.INPUT_LOW, map.input());
        address(RegisterMap.OUTPUT_LOW, map.output());
        write(RegisterMap.PROGRAM_COMMANDS, program.first().commands().size());
        write(RegisterMap.WATCHDOG, WATCHDOG_CYCLES);
        write(RegisterMap.GIE, INTERRUPT_ENABLED);
        write(RegisterMap.IER, INTERRUPT_ENABLED);
    }

    /**
     * Writes cycles {@code from .. to} of this simulation as an FST waveform when they come.
     *
     * @throws IllegalStateException unless the model was built for waveforms
     */
    public void trace(Path fst, long from, long to) {
        model.trace(fst, from, to);
    }

    /**
     * One inference.
     *
     * @param patches int8 patches {@code [patches][patchDepth]}
     * @param progress told the cycles simulated so far
     * @throws RunFailedException when the accelerator reports an error, breaks a bus rule, or hangs
     */
    public InferenceResult infer(byte[] patches, LongConsumer progress) {
        dram.write(map.input(), program.packInput(patches));
        dram.write(map.output(), new byte[program.outputBytes()]);
        long before = model.cycle();
        long start = System.nanoTime();
        write(RegisterMap.CTRL, START);
        // The start clears the engine. Words from before do not count: a failed run, or registers ahead of reset.
        model.step(CLEAR_CYCLES);
        drainTaps();
        run(cycle -> progress.accept(cycle - before));
        double seconds = (System.nanoTime() - start) / 1e9;
        write(RegisterMap.ISR, read(RegisterMap.ISR));
        ErrorCode error = ErrorCode.of((int) read(RegisterMap.ERROR) & 0xff);
        if (error != ErrorCode.NONE) {
            throw new RunFailedException("the accelerator reports %s (%s), register ERROR is %08x"
                    .formatted(error, error.meaning(), read(RegisterMap.ERROR)));
        }
        long cycles = countedCycles();
        int[] logits = program.unpackOutput(
                dram.bytes().slice(map.output(), program.outputBytes()).order(ByteOrder.LITTLE_ENDIAN));
        ReferenceTensors reference = new ReferenceTensors();
        int[] golden = new GoldenVit(network).forward(patches, reference);
        return new InferenceResult(logits, golden, cycles, seconds, counters(), compare(reference, golden, logits));
    }

    /** The memory, for tests that spoil it. */
    Dram dram() {
        return dram;
    }

    MemoryMap map() {
        return map;
    }

    /**
     * Reads the counters during the inferences that follow. The accelerator does not notice.
     *
     * @param cycles between two samples, besides those that the reading takes
     */
    public void sampleCounters(long cycles, Consumer<CounterSample> listener) {
        samplingCycles = cycles;
        sampleListener = listener;
    }

    private void sample() {
        if (sampleListener != null) {
            sampleListener.accept(new CounterSample(countedCycles(), counters()));
        }
    }

    private long countedCycles() {
        return read(RegisterMap.CYCLES_HIGH) << 32 | read(RegisterMap.CYCLES_LOW);
    }

    private void run(LongConsumer progress) {
        model.stopRules("interrupt", HANG_CYCLES);
        RunResult result;
        do {
            result = model.run(samplingCycles);
            progress.accept(result.cycles());
            sample();
        } while (result.reason() == StopReason.CYCLE_LIMIT);
        model.stopRules(null, 0);
        if (result.reason() != StopReason.STOP_PIN) {
            throw new RunFailedException("the simulation ended with " + result + "; " + repeat);
        }
    }

    private Map<Unit, UnitCounters> counters() {
        Map<Unit, UnitCounters> counters = new EnumMap<>(Unit.class);
        for (Unit unit : Unit.values()) {
            if (unit != Unit.CONTROL) {
                counters.put(unit, new UnitCounters(read(RegisterMap.busy(unit)), read(RegisterMap.stall(unit))));
            }
        }
        return counters;
    }

    private Map<Unit, Verdict> compare(ReferenceTensors reference, int[] golden, int[] logits) {
        UnitWords words = new UnitWords(
                config.array().tokenTile(),
                config.array().word(),
                config.array().postPipes());
        Map<Unit, Verdict> verdicts = new EnumMap<>(Unit.class);
        for (UnitTap tap : AcceleratorModel.unitTaps(config)) {
            UnitChecker checker = new UnitChecker(
                    tap.unit(), tap.format(), words.of(tap.unit(), int8Spans(tap.unit())), reference, repeat);
            verdicts.put(tap.unit(), checker.check(model.tap(tap.unit().name()).drain(), tap.rows(), tap.masked()));
        }
        UnitChecker out = new UnitChecker(
                Unit.REQUANT, LaneFormat.INT32, words.of(Unit.REQUANT, logitSpans()), reference, repeat);
        Verdict written = out.check(model.tap(AcceleratorModel.LOGITS).drain(), 1, false);
        verdicts.merge(Unit.REQUANT, written, (codes, sums) -> Verdict.all(List.of(codes, sums)));
        verdicts.put(Unit.STORE, compareLogits(golden, logits));
        return verdicts;
    }

    private void drainTaps() {
        AcceleratorModel.unitTaps(config)
                .forEach(tap -> model.tap(tap.unit().name()).drain());
        model.tap(AcceleratorModel.LOGITS).drain();
    }

    private List<Span> int8Spans(Unit unit) {
        return program.first().spans().stream()
                .filter(span ->
                        span != null && !(unit == Unit.REQUANT && span.tensor().equals(Span.LOGITS)))
                .toList();
    }

    private List<Span> logitSpans() {
        return program.first().spans().stream()
                .filter(span -> span != null && span.tensor().equals(Span.LOGITS))
                .toList();
    }

    private Verdict compareLogits(int[] expected, int[] logits) {
        WordChecker checker = new WordChecker(Unit.STORE.name(), repeat);
        for (int c = 0; c < expected.length; c++) {
            checker.expect(Span.LOGITS, 0, c, LaneFormat.INT32, expected[c]);
            byte[] word = new byte[Integer.BYTES];
            ByteBuffer.wrap(word).order(ByteOrder.LITTLE_ENDIAN).putInt(logits[c]);
            checker.word(model.cycle(), word);
        }
        return checker.verdict();
    }

    private void address(Register low, long value) {
        write(low, value & 0xffff_ffffL);
    }

    private void write(Register register, long value) {
        registers.write(register.offset(), value);
    }

    private long read(Register register) {
        return registers.read(register.offset());
    }

    @Override
    public void close() {
        model.close();
    }
}
