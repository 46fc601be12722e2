// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.formal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What came of a job.
 *
 * @param method how it was proven, or should have been
 * @param proven all properties hold
 * @param unbounded for ever, not in the first {@code depth} cycles only
 * @param depth k of an induction or cycles of a bounded search, else 0
 * @param refuted what the tool said against it, empty if proven
 * @param covers the situations that must occur, and whether they do
 * @param mutants the faults that must be refuted, and whether they are
 * @param seconds of the whole job
 */
public record ProofResult(
        String job,
        String module,
        String method,
        boolean proven,
        boolean unbounded,
        int depth,
        String refuted,
        List<String> properties,
        List<Cover> covers,
        List<Mutant> mutants,
        double seconds) {
    /** @param name of a situation */
    public record Cover(String name, boolean reached) {}

    /** @param fault text by which another was replaced */
    public record Mutant(String original, String fault, boolean refuted) {}

    /** Why the job failed, in sentences; none if it passed. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (!proven) {
            faults.add(say("%s", refuted));
        }
        if (properties.isEmpty()) {
            faults.add(say("it has no property"));
        }
        if (covers.isEmpty()) {
            faults.add(say("it has no cover: its assumptions may contradict each other"));
        }
        covers.stream()
                .filter(cover -> !cover.reached())
                .forEach(cover -> faults.add(say("vacuous: %s is never reached", cover.name())));
        mutants.stream()
                .filter(mutant -> !mutant.refuted())
                .forEach(mutant -> faults.add(
                        say("vacuous: it holds too with «%s» in place of «%s»", mutant.fault(), mutant.original())));
        return faults;
    }

    /** Proven, every cover reached and every mutant refuted. */
    public boolean passed() {
        return faults().isEmpty();
    }

    private String say(String what, Object... values) {
        return job + ": " + String.format(Locale.ROOT, what, values);
    }
}
