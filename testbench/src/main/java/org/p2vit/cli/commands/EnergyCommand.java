// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.p2vit.cli.options.ConfigOption;
import org.p2vit.cli.options.NetworkChoice;
import org.p2vit.cli.run.Outcome;
import org.p2vit.cli.run.ReportingCommand;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.estimate.CycleModel;
import org.p2vit.hw.estimate.EnergyEstimate;
import org.p2vit.hw.estimate.EnergyEstimate.Contribution;
import org.p2vit.hw.estimate.MemoryTiming;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.testbench.performance.WeightBits;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code p2vit energy}: energy of an inference by counting operations, never by measuring. */
@Command(
        name = "energy",
        description = "Estimate the energy of an inference from counted operations and published energies.")
final class EnergyCommand extends ReportingCommand {
    private static final String BASIS =
            "counted operations x energies published for 45 nm (Horowitz, ISSCC 2014); nothing was measured";
    private static final String LEFT_OUT = "clock tree, control, wires, leakage, memory refresh and processors";

    @Mixin
    private ConfigOption config;

    @Mixin
    private NetworkChoice choice;

    /**
     * @param weightBits bits of the weights inside blocks: 8, 4 or mixed
     * @param basis where the energies come from
     * @param leftOut what is not in them
     * @param clockMhz clock that the configuration asks for
     * @param lowWatts total over the predicted time at that clock, lower end; the same things are left out
     * @param highWatts upper end
     */
    record Result(
            String config,
            String model,
            String weightBits,
            String basis,
            String leftOut,
            long cycles,
            BigDecimal clockMhz,
            List<Contribution> parts,
            Contribution total,
            double lowWatts,
            double highWatts) {}

    @Override
    protected Outcome execute() {
        AcceleratorConfig accelerator = config.load();
        QuantizedVit network = choice.network(accelerator);
        Program program = NetworkCompiler.compile(network, accelerator);
        EnergyEstimate energy = EnergyEstimate.of(program, accelerator);
        long cycles = CycleModel.predict(program, accelerator, MemoryTiming.named("standard"))
                .cycles();
        double microseconds = cycles / accelerator.clockMhz().doubleValue();
        Result result = new Result(
                accelerator.name(),
                choice.label(),
                WeightBits.of(network).label(),
                BASIS,
                LEFT_OUT,
                cycles,
                accelerator.clockMhz(),
                energy.parts(),
                energy.total(),
                energy.total().low() / microseconds,
                energy.total().high() / microseconds);
        print(result);
        return Outcome.ok(result);
    }

    private void print(Result result) {
        out().printf(Locale.ROOT, "%-28s %14s %9s %10s   %s%n", "operation", "count", "pJ each", "uJ", "range, uJ");
        for (Contribution part : result.parts()) {
            out().printf(
                            Locale.ROOT,
                            "%-28s %14d %9.2f %10.1f   %.1f to %.1f%n",
                            part.name(),
                            part.count(),
                            part.picojoules(),
                            part.microjoules(),
                            part.low(),
                            part.high());
        }
        Contribution total = result.total();
        out().printf(
                        Locale.ROOT,
                        "%n%s, weights %s, on %s: %.1f mJ an inference at 45 nm; %.1f to %.1f mJ, or %.2f to %.2f W at %s MHz%n",
                        result.model(),
                        result.weightBits(),
                        result.config(),
                        total.microjoules() / 1e3,
                        total.low() / 1e3,
                        total.high() / 1e3,
                        result.lowWatts(),
                        result.highWatts(),
                        result.clockMhz().toPlainString());
        out().printf(Locale.ROOT, "An estimate: %s.%nNot in it: %s.%n", result.basis(), result.leftOut());
    }
}
