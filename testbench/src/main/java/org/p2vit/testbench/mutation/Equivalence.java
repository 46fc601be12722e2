// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.mutation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.p2vit.testbench.verilator.BuildException;
import org.p2vit.testbench.verilator.Toolchain;

/**
 * Proves that a mutated module does the same as the sound one in every environment: with equal registers and inputs, all outputs and all next
 * values of registers are equal. Yosys finds no assignment in which they differ. What is instantiated counts as environment; then, where that
 * proves nothing, it is looked into.
 */
final class Equivalence {
    private static final String SECONDS = "30";

    private final String verilog;
    private final Path folder;

    Equivalence(String verilog, Path folder) {
        this.verilog = verilog;
        this.folder = folder;
    }

    /** How it was proven; empty if it was not, in bounded time. */
    Optional<String> proof(MutationPoint mutant) {
        Toolchain.require("yosys", "timeout");
        if (proves(mutant, "", "-evert ")) {
            return Optional.of("the same logic in " + mutant.module());
        }
        if (proves(mutant, "flatten", "")) {
            return Optional.of("the same logic in " + mutant.module() + " and what it instantiates");
        }
        return Optional.empty();
    }

    private boolean proves(MutationPoint mutant, String flatten, String evert) {
        try {
            Files.createDirectories(folder);
            Path sound = Files.writeString(folder.resolve("sound.v"), verilog);
            Path mutated = Files.writeString(folder.resolve("mutated.v"), mutated(mutant));
            String module = mutant.module();
            StringBuilder script = new StringBuilder();
            read(script, sound, module, flatten, "gold");
            read(script, mutated, module, flatten, "gate");
            script.append("design -reset\nread_verilog -sv -lib ").append(sound).append('\n');
            script.append("design -copy-from gold -as gold ").append(module).append('\n');
            script.append("design -copy-from gate -as gate ").append(module).append('\n');
            script.append("select gold gate\nexpose ").append(evert).append("-evert-dff -shared\nselect -clear\n");
            script.append("miter -equiv -flatten gold gate miter\nhierarchy -top miter\n");
            script.append("opt_expr; opt_merge -share_all; opt_clean\n");
            script.append("sat -verify -prove trigger 0 -set-def-inputs miter\n");
            Path file = Files.writeString(folder.resolve("proof.ys"), script);
            Toolchain.run(folder, List.of("timeout", SECONDS, "yosys", "-q", file.toString()));
            return true;
        } catch (BuildException notProven) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(StringBuilder script, Path file, String module, String flatten, String side) {
        script.append("read_verilog -sv ")
                .append(file)
                .append("\nhierarchy -top ")
                .append(module)
                .append('\n');
        script.append("proc; ").append(flatten).append("; memory -nomap; memory_map; opt_clean\n");
        script.append("design -stash ").append(side).append('\n');
    }

    private String mutated(MutationPoint mutant) {
        String fault = mutant.operator() == MutationOperator.DROP ? "" : "(" + mutant.mutated() + ")";
        return verilog.substring(0, mutant.from()) + fault + verilog.substring(mutant.to());
    }
}
