// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.check;

/**
 * A {@link Verdict} as reports state it.
 *
 * @param wordsChecked words compared, of images the logits in DRAM included
 * @param firstMismatch where, what and how to repeat it; empty if there is none
 */
public record Comparison(long wordsChecked, long mismatches, String firstMismatch) {
    public static Comparison of(Verdict verdict) {
        return new Comparison(verdict.wordsChecked(), verdict.mismatches(), verdict.firstMismatch());
    }

    /** Whether words were compared and all were right. */
    public boolean passed() {
        return wordsChecked > 0 && mismatches == 0;
    }
}
