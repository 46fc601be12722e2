// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fuzz;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.p2vit.hw.compiler.HazardReplay;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.estimate.CycleModel;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.testbench.accelerator.AcceleratorSimulation;
import org.p2vit.testbench.accelerator.BatchResult;
import org.p2vit.testbench.accelerator.RunFailedException;
import org.p2vit.testbench.check.Verdict;
import org.p2vit.testbench.verilator.VerilatedModel;

/** Compiles, checks, simulates and compares one case. */
final class CaseRun {
    /** As many as show all that more do: the first, one after it, and the last. */
    private static final int REPLAYED_IMAGES = 3;

    private CaseRun() {}

    /** @param model of the case's configuration; asked for only if the program is right */
    static FuzzOutcome of(FuzzCase one, Supplier<VerilatedModel> model) {
        AcceleratorConfig config = one.config();
        QuantizedVit network = one.network().network(config.attention().coding(), one.seed());
        Program program;
        try {
            program = NetworkCompiler.compile(network, config, one.overlap());
        } catch (InvalidInputException refused) {
            return FuzzOutcome.failed(FuzzOutcome.Kind.REFUSED, refused.getMessage());
        } catch (IllegalStateException wrong) {
            return FuzzOutcome.failed(FuzzOutcome.Kind.PROGRAM, wrong.getMessage());
        }
        String hazard = new HazardReplay(program, config, program.commands(REPLAYED_IMAGES)).find();
        if (hazard != null) {
            return FuzzOutcome.failed(FuzzOutcome.Kind.PROGRAM, hazard);
        }
        return simulate(one, network, program, model.get());
    }

    private static FuzzOutcome simulate(FuzzCase one, QuantizedVit network, Program program, VerilatedModel model) {
        List<byte[]> images = IntStream.range(0, one.images())
                .mapToObj(i -> one.network().image(i, one.seed()))
                .toList();
        try (AcceleratorSimulation simulation = new AcceleratorSimulation(
                model, network, program, one.config(), one.memory().timing(one.seed()), one.repeat(), one.images())) {
            BatchResult result = simulation.inferInARow(images, cycle -> {});
            Verdict verdict = result.verdict();
            if (!verdict.passed()) {
                return FuzzOutcome.failed(FuzzOutcome.Kind.MISMATCH, verdict.toString());
            }
            long predicted = CycleModel.predict(program, one.config(), one.memory(), one.images())
                    .cycles();
            return FuzzOutcome.ran(
                    verdict.wordsChecked(),
                    result.cycles(),
                    predicted,
                    one.memory().predicted());
        } catch (RunFailedException stopped) {
            return FuzzOutcome.failed(FuzzOutcome.Kind.STOPPED, stopped.getMessage());
        }
    }
}
