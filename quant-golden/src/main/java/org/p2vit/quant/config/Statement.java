// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.config;

/**
 * One source's word on one fact.
 *
 * @param value in the one form that all sources of this fact use, so that texts can be compared
 * @param words who says it and how, as the beginning of a sentence: {@code /a/config.json says "num_heads": 8}
 * @param derived whether the value is what a name usually stands for, not written there itself
 */
public record Statement(Fact fact, String value, String words, boolean derived) {
    /** A statement in so many words. */
    public Statement(Fact fact, String value, String words) {
        this(fact, value, words, false);
    }

    /** A statement of a whole number. */
    public static Statement of(Fact fact, long value, String words) {
        return new Statement(fact, Long.toString(value), words);
    }

    /** What a name stands for. */
    static Statement derived(Fact fact, long value, String words) {
        return new Statement(fact, Long.toString(value), words, true);
    }
}
