// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.mutation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.p2vit.testbench.verification.VerificationRow;

/**
 * What became of the mutants of one configuration.
 *
 * @param modules that they are of
 * @param points places from which they were drawn
 * @param stages how many each stage decided
 * @param unsound tests that fail without a fault as soon as faults can be chosen; they judged nothing
 * @param survivors those that nothing showed and no proof covers
 */
public record MutantReport(
        String config,
        int mutants,
        int modules,
        int points,
        Map<MutantStage, Integer> stages,
        List<String> unsound,
        List<Survivor> survivors,
        List<MutantVerdict> verdicts) {
    /**
     * @param explained why it changes nothing; null if nobody knows
     * @param repeat the command that tries it alone
     */
    public record Survivor(String id, int line, String original, String mutated, String explained, String repeat) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s, line %d: %s -> %s%n  %s",
                    id,
                    line,
                    original,
                    mutated,
                    explained != null ? explained : "not explained; repeat: " + repeat);
        }
    }

    /**
     * @param trials that have run
     * @param repeat the command of the whole run, to which the one mutant is added
     */
    public static MutantReport of(
            MutantSample sample,
            MutantTrials trials,
            List<MutantVerdict> verdicts,
            SurvivorNotes notes,
            String repeat) {
        Map<MutantStage, Integer> stages = new EnumMap<>(MutantStage.class);
        List<Survivor> survivors = new ArrayList<>();
        for (MutantVerdict verdict : verdicts) {
            stages.merge(verdict.stage(), 1, Integer::sum);
            if (!verdict.stage().killed() && verdict.stage() != MutantStage.EQUIVALENT) {
                MutationPoint point = sample.mutants().stream()
                        .filter(mutant -> mutant.id().equals(verdict.id()))
                        .findFirst()
                        .orElseThrow();
                survivors.add(new Survivor(
                        point.id(),
                        point.line(),
                        point.original(),
                        point.mutated(),
                        notes.of(point).orElse(null),
                        repeat + " ONLY='" + point.id() + "'"));
            }
        }
        return new MutantReport(
                sample.config().name(),
                verdicts.size(),
                sample.modules(),
                sample.points(),
                stages,
                trials.unsound(),
                survivors,
                verdicts);
    }

    /** Neither shown, nor proven equivalent, nor explained. */
    public List<Survivor> holes() {
        return survivors.stream().filter(one -> one.explained() == null).toList();
    }

    public int count(MutantStage... of) {
        int sum = 0;
        for (MutantStage stage : of) {
            sum += stages.getOrDefault(stage, 0);
        }
        return sum;
    }

    int killed() {
        return count(MutantStage.INFERENCE, MutantStage.SYSTEM, MutantStage.UNIT);
    }

    /** Share of those that are not equivalent, proven or explained. */
    public double score() {
        int judged = killed() + holes().size();
        return judged == 0 ? 1 : (double) killed() / judged;
    }

    /** For the page of what was verified. */
    public VerificationRow row() {
        return new VerificationRow(
                "mutants killed of those not equivalent",
                String.format(Locale.ROOT, "%s, %d mutants in %d modules", config, mutants, modules),
                String.format(
                        Locale.ROOT,
                        "%.1f %% (inference %d, system tests %d, unit tests %d; equivalent: proven %d, explained %d)",
                        100 * score(),
                        count(MutantStage.INFERENCE),
                        count(MutantStage.SYSTEM),
                        count(MutantStage.UNIT),
                        count(MutantStage.EQUIVALENT),
                        survivors.size() - holes().size()),
                "100 %",
                holes().isEmpty());
    }
}
