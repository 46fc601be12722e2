// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.check;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/**
 * Outcome of a comparison. It passes only when at least one word was compared and none was wrong, missing or too many.
 *
 * @param wordsChecked words received that had an expectation, right or wrong
 * @param mismatches words that were wrong, missing or too many
 * @param firstCycle cycle of the first of them, {@link Long#MAX_VALUE} when there is none
 * @param firstMismatch what it was: tensor, row, column, unit, cycle, expected, got, seed, command; empty when passed
 */
public record Verdict(long wordsChecked, long mismatches, long firstCycle, String firstMismatch) {
    /** Of a stream that nobody compared. */
    public static final Verdict NOTHING = new Verdict(0, 0, Long.MAX_VALUE, "nothing was compared");

    public boolean passed() {
        return wordsChecked > 0 && mismatches == 0;
    }

    /** @throws AssertionError with the first mismatch unless {@link #passed()} */
    public Verdict requirePassed() {
        if (!passed()) {
            throw new AssertionError(this);
        }
        return this;
    }

    /**
     * This verdict, but not passed unless exactly so many words were compared.
     *
     * @param unit whose words they are
     */
    public Verdict demanding(String unit, long words, Repeat repeat) {
        if (mismatches > 0 || wordsChecked == words) {
            return this;
        }
        String what = String.format(
                Locale.ROOT,
                "unit %s: %d words were compared, the network has %d; %s",
                unit,
                wordsChecked,
                words,
                repeat);
        return new Verdict(wordsChecked, Math.abs(words - wordsChecked), firstCycle, what);
    }

    /**
     * One verdict over several streams: counts add up, the earliest mismatch is kept. A stream without words fails the whole,
     * as does an empty collection.
     */
    public static Verdict all(Collection<Verdict> parts) {
        Verdict first = parts.stream()
                .filter(v -> !v.passed())
                .min(Comparator.comparingLong(Verdict::firstCycle))
                .orElse(parts.isEmpty() ? NOTHING : new Verdict(0, 0, Long.MAX_VALUE, ""));
        long words = parts.stream().mapToLong(Verdict::wordsChecked).sum();
        long mismatches = parts.stream().mapToLong(Verdict::mismatches).sum();
        long silent = parts.stream()
                .filter(v -> v.wordsChecked() == 0 && v.mismatches() == 0)
                .count();
        return new Verdict(words, mismatches + silent, first.firstCycle(), first.firstMismatch());
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: %d words checked, %d mismatches%s",
                passed() ? "equal" : "NOT EQUAL",
                wordsChecked,
                mismatches,
                firstMismatch.isEmpty() ? "" : "; first: " + firstMismatch);
    }
}
