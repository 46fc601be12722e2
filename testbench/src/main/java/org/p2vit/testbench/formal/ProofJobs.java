// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.formal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.p2vit.quant.InvalidInputException;

/** All jobs, in the order of the document's table. */
public final class ProofJobs {
    private static final List<ProofJob> ALL = all();

    private ProofJobs() {}

    private static List<ProofJob> all() {
        List<ProofJob> all = new ArrayList<>(StreamProofs.JOBS);
        all.addAll(BusProofs.JOBS);
        all.addAll(ControlProofs.JOBS);
        all.addAll(MemoryProofs.JOBS);
        all.addAll(CommandProofs.JOBS);
        all.addAll(QueueProofs.JOBS);
        all.addAll(ArithmeticProofs.JOBS);
        return List.copyOf(all);
    }

    /** Every job. */
    public static List<ProofJob> every() {
        return ALL;
    }

    /**
     * The job of that name.
     *
     * @throws InvalidInputException when there is none
     */
    public static ProofJob named(String name) {
        return ALL.stream().filter(job -> job.name().equals(name)).findFirst().orElseThrow(() -> {
            String names = ALL.stream().map(ProofJob::name).collect(Collectors.joining(", "));
            return new InvalidInputException("there is no job " + name + "; there are " + names);
        });
    }

    /** The table of the document: what is proven of which module, and how far. */
    public static String table() {
        StringBuilder table = new StringBuilder("| job | module | how far | what is proven |\n|---|---|---|---|\n");
        for (ProofJob job : ALL) {
            table.append(String.join(
                    " | ",
                    "| `" + job.name() + "`",
                    "`" + job.module() + "`",
                    job.method().toString(),
                    job.claim() + " |\n"));
        }
        return table.toString();
    }
}
