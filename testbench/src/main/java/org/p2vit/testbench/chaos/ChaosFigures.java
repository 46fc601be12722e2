// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.chaos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.p2vit.testbench.verification.VerificationRow;

/**
 * What many cases came to.
 *
 * @param outcomes cases by kind and outcome, of an error with its code
 * @param failed cases with faults, whole
 */
public record ChaosFigures(
        int injections,
        Map<String, Map<String, Integer>> outcomes,
        Map<String, Integer> machines,
        List<CaseResult> failed) {
    private static final int TARGET = 2000;

    public static ChaosFigures of(List<CaseResult> results) {
        Map<String, Map<String, Integer>> outcomes = new TreeMap<>();
        Map<String, Integer> machines = new TreeMap<>();
        List<CaseResult> failed = new ArrayList<>();
        for (CaseResult result : results) {
            String outcome = result.outcome() == RunEnd.ERROR
                    ? result.code()
                    : result.outcome().label();
            outcomes.computeIfAbsent(result.kind().label(), kind -> new TreeMap<>())
                    .merge(outcome, 1, Integer::sum);
            machines.merge(result.machine(), 1, Integer::sum);
            if (!result.passed()) {
                failed.add(result);
            }
        }
        return new ChaosFigures(results.size(), outcomes, machines, failed);
    }

    private long with(RunEnd outcome) {
        return outcomes.values().stream()
                .mapToLong(counts -> counts.getOrDefault(outcome.label(), 0))
                .sum();
    }

    /** Runs that ended with an error code and an interrupt. */
    long errors() {
        return injections
                - Arrays.stream(RunEnd.values())
                        .filter(outcome -> outcome != RunEnd.ERROR)
                        .mapToLong(this::with)
                        .sum();
    }

    /** Rows for the page of what has been verified. */
    public List<VerificationRow> rows() {
        String space = machines.entrySet().stream()
                .map(entry -> entry.getValue() + " on " + entry.getKey())
                .collect(Collectors.joining(", "));
        String ends = String.format(
                Locale.ROOT,
                "%d errors, %d right, %d resets, %d refused by the checksum; other programs or data: %d other results, %d incomplete, %d"
                        + " ended by ABORT",
                errors(),
                with(RunEnd.RIGHT),
                with(RunEnd.RESET),
                with(RunEnd.REFUSED),
                with(RunEnd.OTHER_RESULT),
                with(RunEnd.INCOMPLETE),
                with(RunEnd.OUTLASTED));
        return List.of(
                new VerificationRow("disturbed runs", space, ends, "at least " + TARGET, injections >= TARGET),
                new VerificationRow(
                        "with a stray access, no end, no or a wrong error, no interrupt, or a next run that is not exact",
                        outcomes.size() + " kinds of disturbance",
                        Integer.toString(failed.size()),
                        "0",
                        failed.isEmpty()));
    }

    /** A table for people. */
    public List<String> lines() {
        return outcomes.entrySet().stream()
                .map(entry -> String.format(Locale.ROOT, "%-16s %s", entry.getKey(), entry.getValue()))
                .toList();
    }
}
