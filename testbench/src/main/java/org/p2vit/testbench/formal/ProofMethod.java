// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.formal;

import java.util.Locale;

/**
 * How the properties of a job are proven.
 *
 * @param depth k of an induction, cycles of a bounded search; 0 of a search for an invariant
 */
public record ProofMethod(Kind kind, int depth) {
    /** What is known afterwards. */
    public enum Kind {
        /** The properties hold for ever: they are inductive over k cycles, and hold in the first k. */
        INDUCTION,
        /** They hold for ever: an invariant was found (property-directed reachability, IC3) and checked. */
        INVARIANT,
        /** They hold in the first cycles after any reset, and nothing is said of later ones. */
        BOUNDED
    }

    public ProofMethod {
        if (kind == Kind.INVARIANT ? depth != 0 : depth < 1) {
            throw new IllegalArgumentException(kind + " with depth " + depth);
        }
    }

    /** An induction over {@code k} cycles. */
    public static ProofMethod induction(int k) {
        return new ProofMethod(Kind.INDUCTION, k);
    }

    /** The tool seeks an invariant that implies the properties. */
    public static ProofMethod invariant() {
        return new ProofMethod(Kind.INVARIANT, 0);
    }

    /** The first {@code cycles}. */
    public static ProofMethod bounded(int cycles) {
        return new ProofMethod(Kind.BOUNDED, cycles);
    }

    /** What is proven has no end. */
    public boolean unbounded() {
        return kind != Kind.BOUNDED;
    }

    @Override
    public String toString() {
        return switch (kind) {
            case INDUCTION -> String.format(Locale.ROOT, "unbounded, %d-induction", depth);
            case INVARIANT -> "unbounded, invariant found";
            case BOUNDED -> String.format(Locale.ROOT, "bounded, %d cycles", depth);
        };
    }
}
