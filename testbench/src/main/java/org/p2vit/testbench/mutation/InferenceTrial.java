// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.mutation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;
import org.p2vit.testbench.accelerator.AcceleratorModel;
import org.p2vit.testbench.accelerator.AcceleratorSimulation;
import org.p2vit.testbench.accelerator.BatchResult;
import org.p2vit.testbench.accelerator.UnitCounters;
import org.p2vit.testbench.bus.AxiTiming;
import org.p2vit.testbench.check.Repeat;
import org.p2vit.testbench.verilator.VerilatedModel;

/**
 * Whole inferences of small random networks. Every word is compared with the golden model, and all that a driver can read afterwards
 * with the same run of the sound machine.
 */
final class InferenceTrial {
    private static final long SEED = 41;
    private static final int MACHINE_SEED = 42;

    private final AcceleratorConfig config;
    private final VerilatedModel built;
    private final Repeat repeat;
    private final List<Job> jobs = new ArrayList<>();
    private final List<Seen> sound = new ArrayList<>();

    private record Job(QuantizedVit network, Program program, int images, AxiTiming timing) {}

    private record Seen(long cycles, Map<Unit, UnitCounters> units, List<Long> gaps, Map<String, Long> registers) {}

    /** Builds the design, with the faults of this thread, and runs it once without any. */
    InferenceTrial(AcceleratorConfig config, Path verilog, Repeat repeat) {
        this.config = config;
        this.repeat = new Repeat(MACHINE_SEED, repeat.command());
        this.built = AcceleratorModel.build(verilog, config);
        add(new VitShape(12, 12, 3, 4, 24, 1, 3, 40, 9), 1, AxiTiming.ideal(40, 8));
        add(
                new VitShape(16, 16, 3, 4, 32, 2, 2, 64, 17),
                2,
                AxiTiming.ideal(20, 8).withStalls(SEED, 20));
        jobs.forEach(job -> sound.add(run(job)));
    }

    private void add(VitShape shape, int images, AxiTiming timing) {
        QuantizedVit network =
                RandomQuantizedVit.mixed(shape, config.attention().coding(), SEED);
        jobs.add(new Job(network, NetworkCompiler.compile(network, config), images, timing));
    }

    /** What shows that the selected fault is there; empty if nothing does. */
    Optional<String> failure() {
        try {
            for (int i = 0; i < jobs.size(); i++) {
                Seen seen = run(jobs.get(i));
                if (!seen.equals(sound.get(i))) {
                    return Optional.of(difference(sound.get(i), seen));
                }
            }
            return Optional.empty();
        } catch (RuntimeException | AssertionError e) {
            return Optional.of(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString()));
        }
    }

    private Seen run(Job job) {
        try (AcceleratorSimulation simulation =
                new AcceleratorSimulation(built, job.network, job.program, config, job.timing, repeat, job.images)) {
            List<byte[]> images = new ArrayList<>();
            for (int i = 0; i < job.images; i++) {
                images.add(RandomQuantizedVit.patches(job.network.shape(), SEED + i));
            }
            BatchResult result = simulation.inferInARow(images, cycle -> {});
            result.verdict().requirePassed();
            return new Seen(result.cycles(), result.units(), result.gaps(), simulation.registerContents());
        }
    }

    private static String difference(Seen sound, Seen seen) {
        for (String register : sound.registers.keySet()) {
            if (!sound.registers.get(register).equals(seen.registers.get(register))) {
                return "register " + register + " is " + seen.registers.get(register) + ", not "
                        + sound.registers.get(register);
            }
        }
        return "the sound machine took " + sound + ", this " + seen;
    }
}
