// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fuzz;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Adds up what became of cases. */
final class FuzzTally {
    private final Set<String> pairs = new HashSet<>();
    private final Set<String> configurations = new HashSet<>();
    private final Set<String> wide = new HashSet<>();
    private final List<FuzzFailure> failures = new ArrayList<>();
    private int structures;
    private int runs;
    private int images;
    private long words;
    private long cycles;
    private int judged;
    private int off;
    private double worstPercent;
    private String worstCase = "";

    /** The outcome of a configuration by itself, seen with the first of its cases. */
    void configuration(FuzzCase first, FuzzOutcome outcome, boolean structure) {
        structures += structure ? 1 : 0;
        fail(first, outcome);
    }

    void run(FuzzCase one, FuzzOutcome outcome) {
        configurations.add(one.hardware());
        if (one.config().array().word() == 16) {
            wide.add(one.hardware());
        }
        pairs.add(one.hardware() + one.network());
        runs++;
        words += outcome.words();
        cycles += outcome.cycles();
        if (outcome.cycles() > 0) {
            images += one.images();
        }
        if (outcome.judged()) {
            judged++;
            off += outcome.offPercent() > FuzzOutcome.TOLERANCE ? 1 : 0;
            if (outcome.offPercent() > worstPercent) {
                worstPercent = outcome.offPercent();
                worstCase = one.text();
            }
        }
        fail(one, outcome);
    }

    private void fail(FuzzCase one, FuzzOutcome outcome) {
        if (!outcome.isPassed()) {
            failures.add(FuzzFailure.of(one, outcome));
        }
    }

    FuzzReport report(long seed, int fresh) {
        return new FuzzReport(
                seed,
                new FuzzReport.Space(configurations.size(), wide.size(), structures, pairs.size(), runs, images),
                words,
                cycles,
                new FuzzReport.Predictions(judged, off, worstPercent, worstCase),
                failures,
                fresh);
    }
}
