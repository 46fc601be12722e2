// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.storage.Measurements;
import org.p2vit.testbench.check.Repeat;

/**
 * Many cases of one seed. Machines stay open for a batch of cases, and are opened anew after a fault; batches that were measured before are
 * taken as they were.
 */
public final class ChaosCampaign {
    /** Cases of a batch. */
    static final int BATCH = 50;

    private final List<ChaosMachine> machines;
    private final long seed;
    private final IntFunction<String> command;

    /** @param command repeats the case of a number */
    public ChaosCampaign(List<ChaosMachine> machines, long seed, IntFunction<String> command) {
        this.machines = List.copyOf(machines);
        this.seed = seed;
        this.command = command;
    }

    /** A batch as it is kept. */
    public record Batch(List<CaseResult> cases) {}

    /** Cases 0 to {@code injections} - 1. */
    public List<CaseResult> run(int injections, Measurements<Batch> known, ProgressListener progress) {
        List<CaseResult> all = new ArrayList<>();
        for (int from = 0; from < injections; from += BATCH) {
            int first = from;
            int last = Math.min(injections, from + BATCH);
            String name = first + " to " + (last - 1);
            all.addAll(known.get(name, () -> new Batch(batch(first, last, progress, injections)))
                    .cases());
        }
        return all;
    }

    /** One case on a machine of its own. */
    public CaseResult single(int index) {
        return batch(index, index + 1, (name, done, total) -> {}, 1).get(0);
    }

    private List<CaseResult> batch(int first, int last, ProgressListener progress, int injections) {
        List<CaseResult> results = new ArrayList<>();
        Map<ChaosMachine, ChaosRun> open = new HashMap<>();
        try {
            for (int index = first; index < last; index++) {
                progress.at("injections", index, injections);
                ChaosMachine machine = machines.get(ChaosCase.machine(index, machines.size()));
                Repeat repeat = new Repeat(seed, command.apply(index));
                CaseResult result = open.computeIfAbsent(machine, closed -> new ChaosRun(closed, repeat))
                        .run(seed, index);
                results.add(result);
                if (!result.passed()) {
                    open.remove(machine).close();
                }
            }
        } finally {
            open.values().forEach(ChaosRun::close);
        }
        return results;
    }
}
