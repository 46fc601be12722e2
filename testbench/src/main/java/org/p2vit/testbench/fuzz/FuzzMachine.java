// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.emit.Emitter;
import org.p2vit.hw.top.Accelerator;
import org.p2vit.quant.storage.Scratch;
import org.p2vit.testbench.accelerator.AcceleratorModel;
import org.p2vit.testbench.lint.VerilatorLint;
import org.p2vit.testbench.synthesis.YosysSynthesis;
import org.p2vit.testbench.verilator.BuildException;
import org.p2vit.testbench.verilator.VerilatedModel;

/** The hardware of a configuration: emitted, checked and built, each when it is first asked for. Its Verilog is removed with {@link #close()}. */
final class FuzzMachine implements AutoCloseable {
    private final AcceleratorConfig config;
    private final Path store;
    private final UnaryOperator<Path> change;
    private Path scratch;
    private Path verilog;
    private VerilatedModel model;

    /**
     * @param store where a folder for the Verilog is made
     * @param change takes the emitted Verilog and returns the one to use: itself, or one with a fault
     */
    FuzzMachine(AcceleratorConfig config, Path store, UnaryOperator<Path> change) {
        this.config = config;
        this.store = store;
        this.change = change;
    }

    /**
     * What lint, build and, if wanted, yosys say of it.
     *
     * @throws BuildException when a tool is missing
     */
    FuzzOutcome examine(boolean structure) {
        List<String> findings = VerilatorLint.findings(verilog());
        if (!findings.isEmpty()) {
            return FuzzOutcome.failed(FuzzOutcome.Kind.LINT, String.join("\n", findings));
        }
        try {
            model();
        } catch (BuildException refused) {
            return FuzzOutcome.failed(FuzzOutcome.Kind.BUILD, refused.getMessage());
        }
        List<String> faults =
                structure ? YosysSynthesis.structuralFaults(verilog(), Accelerator.MODULE, scratch) : List.of();
        return faults.isEmpty()
                ? FuzzOutcome.passed()
                : FuzzOutcome.failed(FuzzOutcome.Kind.STRUCTURE, String.join("\n", faults));
    }

    /** The built model. */
    VerilatedModel model() {
        if (model == null) {
            model = AcceleratorModel.buildBriefly(verilog(), config);
        }
        return model;
    }

    private Path verilog() {
        if (verilog == null) {
            try {
                Files.createDirectories(store);
                scratch = Scratch.folder(store);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Path emitted = scratch.resolve("rtl");
            Emitter.emit(config, emitted);
            verilog = change.apply(emitted.resolve(Emitter.VERILOG));
        }
        return verilog;
    }

    @Override
    public void close() {
        if (scratch != null) {
            try {
                Scratch.remove(scratch);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
