// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.deploy.MemoryMap;
import org.p2vit.hw.dma.LoadUnit;
import org.p2vit.hw.program.ProgramSeal;
import org.p2vit.hw.register.ErrorCode;
import org.p2vit.hw.register.RegisterMap;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.testbench.bus.AxiMemory;
import org.p2vit.testbench.bus.AxiTiming;
import org.p2vit.testbench.bus.Dram;
import org.p2vit.testbench.bus.RegisterPort;
import org.p2vit.testbench.check.Repeat;
import org.p2vit.testbench.coverage.bins.BinLog;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.RunResult;
import org.p2vit.testbench.verilator.StopReason;
import org.p2vit.testbench.verilator.VerilatedModel;

/**
 * Runs images on the verilated accelerator the way a driver does, through registers, DRAM and interrupt, and compares every word
 * each unit wrote, and the logits in DRAM, with the golden model.
 */
public final class AcceleratorSimulation implements AutoCloseable {
    private static final int PROGRESS_CYCLES = 100_000;
    /** The hardware's own watchdog is meant to see a hang first. */
    private static final long WATCHDOG_CYCLES = 50_000;

    private static final long HANG_CYCLES = 2 * WATCHDOG_CYCLES;
    /** Longer than the engine's reset at a start, far shorter than the fetch of the first command. */
    private static final int CLEAR_CYCLES = 8;

    private static final int RESET_CYCLES = 8;
    private static final long START = 1;

    private final QuantizedVit network;
    private final Program program;
    private final AcceleratorConfig config;
    private final Repeat repeat;
    private final MemoryMap map;
    private final Dram dram;
    private final Model model;
    private final boolean memoryStalls;
    private final AxiMemory memory;
    private final AcceleratorRegisters registers;
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
        this(built, network, program, config, timing, repeat, 1);
    }

    /** As above, with room for {@code mostImages} in a row. */
    public AcceleratorSimulation(
            VerilatedModel built,
            QuantizedVit network,
            Program program,
            AcceleratorConfig config,
            AxiTiming timing,
            Repeat repeat,
            int mostImages) {
        this.network = network;
        this.program = program;
        this.config = config;
        this.repeat = repeat;
        this.map = MemoryMap.of(program, mostImages);
        this.dram = new Dram(map.bytes());
        this.model = built.open(repeat.seed());
        this.memoryStalls = timing.stalls();
        // Outputs are arbitrary until reset; the bus models would call that a broken rule.
        model.reset("aresetn", RESET_CYCLES);
        this.memory = AxiMemory.attach(model, "m_axi_gmem", dram, timing);
        memory.limitBursts(LoadUnit.MAX_BEATS);
        this.registers = new AcceleratorRegisters(RegisterPort.attach(model, "s_axi_ctrl", timing));
        restore();
    }

    /** Puts everything in place that does not depend on the images of a run: program, constants, registers. */
    public void restore() {
        dram.write(map.program(), program.commandBytes());
        dram.write(map.model(), program.constants());
        registers.describe(program, map, WATCHDOG_CYCLES);
    }

    /** No start is taken while transfers may be open, nor shortly after reset. */
    private void awaitQuiet() {
        while (registers.open()) {
            model.step();
        }
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
        return inferInARow(List.of(patches), progress).images().get(0);
    }

    /** Several, from one start; as many as there is room for at most. */
    public BatchResult inferInARow(List<byte[]> images, LongConsumer progress) {
        long start = System.nanoTime();
        long before = begin(images);
        // The start clears the engine. Words from before do not count: a failed run, or registers ahead of reset.
        model.step(CLEAR_CYCLES);
        drainTaps();
        run(cycle -> progress.accept(cycle - before));
        double seconds = (System.nanoTime() - start) / 1e9;
        requireDone(images.size());
        Path coverage = model.built().options().coverage();
        if (coverage != null) {
            BinLog.add(coverage, config, program.commands(images.size()), memoryStalls);
        }
        return new RunComparison(model, network, program, config, map, dram, repeat)
                .of(images, before, registers.cycles(), seconds, registers.counters());
    }

    private void requireDone(int images) {
        registers.write(RegisterMap.ISR, registers.read(RegisterMap.ISR));
        ErrorCode error = registers.error();
        if (error != ErrorCode.NONE) {
            throw new RunFailedException(String.format(
                    Locale.ROOT,
                    "the accelerator reports %s (%s), register ERROR is %08x",
                    error,
                    error.meaning(),
                    registers.read(RegisterMap.ERROR)));
        }
        long done = registers.read(RegisterMap.IMAGES_DONE);
        if (done != images) {
            throw new RunFailedException(
                    String.format(Locale.ROOT, "the accelerator has done %d of %d images; %s", done, images, repeat));
        }
    }

    /** As drivers do before a start. */
    private void requireProgram() {
        int first = program.first().commands().size();
        int further = program.further().commands().size();
        if (!ProgramSeal.holds(dram.bytes(), map.program(), first, further)) {
            throw new RunFailedException("the program in memory is damaged: its checksum differs; " + repeat);
        }
    }

    /** Puts images and what depends on them in place, and waits until a start may be taken. */
    public void place(List<byte[]> images) {
        for (int i = 0; i < images.size(); i++) {
            dram.write(map.input() + i * program.inputStride(), program.packInput(images.get(i)));
            dram.write(map.output() + i * program.outputStride(), new byte[program.outputBytes()]);
        }
        awaitQuiet();
        registers.images(program, images.size());
    }

    /** Puts images and registers in place and starts; does not wait. Returns the cycle of the start. */
    long begin(List<byte[]> images) {
        place(images);
        requireProgram();
        long before = model.cycle();
        registers.port().make(RegisterMap.CTRL.offset(), START);
        return before;
    }

    /** Resets the accelerator, not its memory, sets its registers again, and waits until no answer of before can come. */
    void reset() {
        model.reset("aresetn", RESET_CYCLES);
        restore();
        awaitQuiet();
    }

    /** The memory, for those who spoil it. */
    public Dram dram() {
        return dram;
    }

    /** The memory port, for those who let it fall silent. */
    public AxiMemory memory() {
        return memory;
    }

    public Model model() {
        return model;
    }

    public RegisterPort registers() {
        return registers.port();
    }

    public MemoryMap map() {
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
            sampleListener.accept(new CounterSample(registers.cycles(), registers.counters()));
        }
    }

    /** All registers that can be read, as they are now; some are cleared by that. */
    public Map<String, Long> registerContents() {
        return registers.contents();
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

    private void drainTaps() {
        AcceleratorModel.taps(config).forEach(tap -> model.tap(tap.name()).drain());
    }

    @Override
    public void close() {
        model.close();
    }
}
