// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.coverage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.p2vit.testbench.coverage.bins.BinResult;
import org.p2vit.testbench.verification.VerificationRow;

/** What coverage is held to. */
public final class CoverageTargets {
    private static final double LINE = 99;
    private static final double BRANCH = 99;
    private static final double TOGGLE = 95;
    private static final double BINS = 100;
    private static final double JAVA_BRANCH = 95;
    private static final double MUTANTS = 85;

    private CoverageTargets() {}

    public static List<VerificationRow> rows(RtlCoverage rtl) {
        List<VerificationRow> rows = new ArrayList<>();
        for (DesignResult design : rtl.designs()) {
            String space = design.design() + ", " + design.modules().size() + " modules";
            rows.add(row("lines of the Verilog", space, design.line(), LINE));
            rows.add(row("branches of the Verilog", space, design.branch(), BRANCH));
            rows.add(row("bits of the Verilog that toggle", space, design.toggle(), TOGGLE));
        }
        return rows;
    }

    public static List<VerificationRow> binRows(List<BinResult> bins) {
        return bins.stream()
                .map(machine -> row(
                        "kinds, flags, sizes, neighbours of commands",
                        machine.machine() + ", memories with and without stalls",
                        new Share(machine.reached(), 0, machine.all()),
                        BINS))
                .toList();
    }

    /** A run of PIT over some classes only does not meet its target, however good. */
    public static List<VerificationRow> kernelRows(KernelCoverage kernels) {
        int classes = kernels.branchesByClass().size();
        int planted = classes - kernels.unplanted().size();
        VerificationRow mutants = row(
                "faults in them that their tests see",
                "PIT, " + planted + " of " + classes + " classes",
                kernels.mutants(),
                MUTANTS);
        return List.of(
                row("branches of golden kernels and quantizer", "their tests, JaCoCo", kernels.branches(), JAVA_BRANCH),
                new VerificationRow(
                        mutants.check(),
                        mutants.space(),
                        mutants.measured(),
                        mutants.target(),
                        mutants.met() && planted == classes));
    }

    private static VerificationRow row(String check, String space, Share share, double target) {
        return new VerificationRow(
                check, space, share.text(), String.format(Locale.ROOT, "%.0f %%", target), share.percent() >= target);
    }
}
