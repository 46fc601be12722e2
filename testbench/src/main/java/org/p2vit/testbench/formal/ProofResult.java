// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.formal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What came of a job.
 *
 * @param method how it was proven, or should have been
 * @param proven whether all properties hold
 * @param unbounded for ever, not in the first {@code depth} cycles only
 * @param depth k of an induction or cycles of a bounded search, else 0
 * @param against what the tool said against it, empty if proven
 * @param covers the situations that must occur, and whether they do
 * @param mutants the faults that must be refuted, and whether they are
 * @param seconds of the whole job
 */
public record ProofResult(
        String job,
        String module,
        String method,
        Answer proven,
        boolean unbounded,
        int depth,
        String against,
        List<String> properties,
        List<Cover> covers,
        List<Mutant> mutants,
        double seconds) {
    /** @param name of a situation */
    public record Cover(String name, Answer reached) {}

    /** @param fault text by which another was replaced */
    public record Mutant(String original, String fault, Answer refuted) {}

    /** What is wrong with the job or was not answered, in sentences; none if it passed. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (proven != Answer.YES) {
            faults.add(say("%s", against));
        }
        if (properties.isEmpty()) {
            faults.add(say("it has no property"));
        }
        if (covers.isEmpty()) {
            faults.add(say("it has no cover: its assumptions may contradict each other"));
        }
        covers.forEach(cover -> {
            if (cover.reached() == Answer.NO) {
                faults.add(say("vacuous: %s is never reached", cover.name()));
            } else if (cover.reached() == Answer.NONE) {
                faults.add(say("no answer within the time whether %s is reached", cover.name()));
            }
        });
        mutants.forEach(mutant -> {
            String change = String.format(Locale.ROOT, "«%s» in place of «%s»", mutant.fault(), mutant.original());
            if (mutant.refuted() == Answer.NO) {
                faults.add(say("vacuous: it holds too with %s", change));
            } else if (mutant.refuted() == Answer.NONE) {
                faults.add(say("no answer within the time whether it holds with %s", change));
            }
        });
        return faults;
    }

    /** Proven, every cover reached and every mutant refuted. */
    public boolean passed() {
        return faults().isEmpty();
    }

    /** Nothing speaks against it, but not every question has an answer. */
    public boolean unanswered() {
        boolean asked = !properties.isEmpty() && !covers.isEmpty();
        return asked && answers().noneMatch(Answer.NO::equals) && answers().anyMatch(Answer.NONE::equals);
    }

    private Stream<Answer> answers() {
        return Stream.of(
                        Stream.of(proven),
                        covers.stream().map(Cover::reached),
                        mutants.stream().map(Mutant::refuted))
                .flatMap(answers -> answers);
    }

    private String say(String what, Object... values) {
        return job + ": " + String.format(Locale.ROOT, what, values);
    }
}
