// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.formal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.p2vit.testbench.formal.ProofResult.Cover;
import org.p2vit.testbench.formal.ProofResult.Mutant;
import org.p2vit.testbench.verilator.RtlFault;
import org.p2vit.testbench.verilator.Toolchain;

/** Proves jobs, and shows of each that it is not vacuous: its covers are reached, its mutants refuted. */
public final class ProofRun {
    private final Path work;
    private final Prover prover;

    /**
     * @param work folder for Verilog, models and logs; a job has a folder of its own in it
     * @param seconds that the tool may take for each question; what is not answered by then is not proven
     */
    public ProofRun(Path work, int seconds) {
        this.work = work;
        this.prover = new Prover(seconds);
    }

    /** @throws org.p2vit.testbench.verilator.BuildException when a tool is missing or refuses the Verilog */
    public ProofResult run(ProofJob job) {
        Toolchain.require("yosys", "yosys-smtbmc", "yosys-abc", "z3");
        long start = System.nanoTime();
        Path folder = work.resolve(job.name());
        Path verilog = job.design().write(folder);
        ProofModel model = ProofModel.make(job, verilog, folder.resolve("proof"));
        Prover.Verdict verdict = prover.prove(model, job.method());
        List<Cover> covers = prover.reached(model, job.coverCycles());
        List<Mutant> mutants = new ArrayList<>();
        for (RtlFault fault : job.mutants()) {
            String number = "mutant-" + mutants.size();
            Path faulty = fault.inject(verilog, folder.resolve(number + ".v"));
            ProofModel spoiled = ProofModel.make(job, faulty, folder.resolve(number));
            mutants.add(new Mutant(fault.original(), fault.fault(), prover.refutes(spoiled, job.coverCycles())));
        }
        return new ProofResult(
                job.name(),
                job.module(),
                job.method().toString(),
                verdict.holds(),
                job.method().unbounded(),
                job.method().depth(),
                verdict.against(),
                model.properties(),
                covers,
                mutants,
                (System.nanoTime() - start) / 1e9);
    }
}
