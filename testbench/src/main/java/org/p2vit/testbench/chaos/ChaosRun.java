// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.chaos;

import java.util.Arrays;
import java.util.List;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.register.ErrorCode;
import org.p2vit.hw.register.RegisterMap;
import org.p2vit.quant.golden.GoldenVit;
import org.p2vit.testbench.accelerator.AcceleratorSimulation;
import org.p2vit.testbench.accelerator.InferenceResult;
import org.p2vit.testbench.accelerator.RunFailedException;
import org.p2vit.testbench.bus.AxiTiming;
import org.p2vit.testbench.check.Repeat;
import org.p2vit.testbench.verilator.SimulationException;

/** One open machine on which case after case is run. */
final class ChaosRun implements AutoCloseable {
    /** No run takes so long, disturbed or not, unless its program is another. */
    private static final int LIMIT_CYCLES = 20_000;

    private static final int ABORTED_CYCLES = 4 * ChaosRig.WATCHDOG;
    private static final AxiTiming TIMING = AxiTiming.ideal(60, 8).withStalls(1, 10);

    private final ChaosMachine machine;
    private final AcceleratorSimulation simulation;
    private final ChaosRig rig;
    private final byte[] patches;
    private final int[] golden;
    private final long runCycles;

    ChaosRun(ChaosMachine machine, Repeat repeat) {
        this.machine = machine;
        AcceleratorConfig config = machine.config();
        Program program = machine.program();
        simulation = new AcceleratorSimulation(machine.built(), machine.network(), program, config, TIMING, repeat);
        patches = machine.patches();
        golden = new GoldenVit(machine.network()).forward(patches);
        rig = new ChaosRig(
                simulation,
                program,
                new StartRules(config.control().addressBits(), config.array().word()));
        rig.renew(repeat.seed(), patches);
        InferenceResult undisturbed = simulation.infer(patches, cycle -> {});
        undisturbed.verdict().requirePassed();
        runCycles = undisturbed.cycles();
    }

    /** Runs a case of this machine; nothing that happens in it leaves this method but as a fault. */
    CaseResult run(long seed, int index) {
        rig.renew(ChaosCase.mixed(seed, index), patches);
        ChaosCase drawn = ChaosCase.of(seed, index, machine, rig, runCycles);
        RunEnd outcome = RunEnd.RESET;
        ErrorCode code = ErrorCode.NONE;
        long start = simulation.model().cycle();
        long cycles = 0;
        try {
            drawn.injection().prepare(rig);
            outcome = disturbed(drawn);
            cycles = simulation.model().cycle() - start;
            code = outcome == RunEnd.ERROR ? ErrorCode.of(rig.error()) : ErrorCode.NONE;
            judge(drawn, outcome, code);
            drawn.injection().recover(rig);
            requireExact();
        } catch (BrokenRunException | SimulationException | RunFailedException | IllegalStateException e) {
            rig.faults().add(String.valueOf(e.getMessage()));
        }
        return new CaseResult(
                index,
                machine.label(),
                drawn.kind(),
                drawn.toString(),
                outcome,
                code == ErrorCode.NONE ? "" : code.name(),
                cycles,
                rig.faults());
    }

    private RunEnd disturbed(ChaosCase drawn) {
        if (!rig.programHolds() && !drawn.injection().startsAnyway()) {
            return RunEnd.REFUSED;
        }
        rig.start();
        rig.run(drawn.moment());
        drawn.injection().strike(rig);
        if (drawn.injection().resets()) {
            return RunEnd.RESET;
        }
        rig.registers().await();
        boolean ended = rig.ends(LIMIT_CYCLES);
        if (!ended) {
            rig.write(RegisterMap.CTRL, ChaosRig.ABORT);
            rig.require(rig.ends(ABORTED_CYCLES), "neither the run nor an ABORT ended it");
            return RunEnd.OUTLASTED;
        }
        if (rig.error() != 0) {
            return RunEnd.ERROR;
        }
        if (rig.read(RegisterMap.IMAGES_DONE) != rig.atStart(RegisterMap.IMAGES)) {
            return RunEnd.INCOMPLETE;
        }
        return Arrays.equals(rig.logits(), golden) ? RunEnd.RIGHT : RunEnd.OTHER_RESULT;
    }

    private void judge(ChaosCase drawn, RunEnd outcome, ErrorCode code) {
        rig.require(
                drawn.injection().expected(rig).holds(outcome, code),
                "outcome " + outcome.label() + " " + code + " is not "
                        + drawn.injection().expected(rig));
        if (outcome == RunEnd.REFUSED) {
            return;
        }
        if (!drawn.injection().resets()) {
            interrupt(drawn.injection().changesInterrupts(), outcome == RunEnd.ERROR || outcome == RunEnd.OUTLASTED);
        }
        rig.requireFootprint();
        List<String> own = drawn.injection().faults(rig);
        rig.faults().addAll(own);
    }

    /** The pin says what the registers say, and they what happened, unless software changed them. */
    private void interrupt(boolean changed, boolean failed) {
        long status = rig.read(RegisterMap.ISR);
        boolean asked = (rig.read(RegisterMap.GIE) & 1) != 0 && (status & rig.read(RegisterMap.IER)) != 0;
        boolean raised = simulation.model().get("interrupt") == 1;
        rig.require(asked == raised, "interrupt is " + raised + ", the registers say " + asked);
        rig.require(
                changed || status == (failed ? 3 : 1),
                "ISR is " + status + " after " + (failed ? "a failure" : "success"));
    }

    /** Every word of the next run. */
    private void requireExact() {
        if (rig.open()) {
            return;
        }
        rig.restore();
        InferenceResult next = simulation.infer(patches, cycle -> {});
        rig.require(next.verdict().passed(), "the next run: " + next.verdict());
    }

    @Override
    public void close() {
        simulation.close();
    }
}
