// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.formal;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.testbench.verilator.RtlFault;

/**
 * What is to be proven of a module.
 *
 * @param name also that of the property file, {@code <name>.sv}
 * @param module the module that the properties are about
 * @param claim what they say together, for a reader
 * @param coverCycles within so many cycles every cover must be reached and every mutant refuted
 * @param cut modules whose outputs may do anything, which proves more than is needed and leaves their insides out
 * @param mutants faults of the Verilog that the properties must refute, one at least
 */
public record ProofJob(
        String name,
        String module,
        String claim,
        ProofDesign design,
        ProofMethod method,
        int coverCycles,
        List<String> cut,
        List<RtlFault> mutants) {
    public ProofJob {
        if (mutants.isEmpty()) {
            throw new IllegalArgumentException(name + " has no mutant: nothing shows that it proves anything");
        }
        cut = List.copyOf(cut);
        mutants = List.copyOf(mutants);
    }

    /** A job of nothing but a module, without mutants yet. */
    static Draft of(String name, String module, ProofDesign design) {
        return new Draft(name, module, design);
    }

    /** The same job with other mutants. */
    public ProofJob withMutants(List<RtlFault> others) {
        return new ProofJob(name, module, claim, design, method, coverCycles, cut, others);
    }

    /** A job that is being described. */
    static final class Draft {
        private final String name;
        private final String module;
        private final ProofDesign design;
        private final List<RtlFault> mutants = new ArrayList<>();
        private List<String> cut = List.of();
        private int coverCycles = 20;

        private Draft(String name, String module, ProofDesign design) {
            this.name = name;
            this.module = module;
            this.design = design;
        }

        Draft mutant(String original, String fault) {
            mutants.add(new RtlFault(original, fault));
            return this;
        }

        Draft mutant(String original, String fault, int occurrence) {
            mutants.add(new RtlFault(original, fault, occurrence));
            return this;
        }

        Draft covers(int cycles) {
            coverCycles = cycles;
            return this;
        }

        Draft cut(String... modules) {
            cut = List.of(modules);
            return this;
        }

        ProofJob proves(ProofMethod method, String claim) {
            return new ProofJob(name, module, claim, design, method, coverCycles, cut, mutants);
        }
    }
}
