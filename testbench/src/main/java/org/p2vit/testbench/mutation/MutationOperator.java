// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.mutation;

import java.util.Locale;

/** Kinds of single-point faults. */
public enum MutationOperator {
    /** A condition or a bit is inverted. */
    NEGATE,
    /** An operator is another of the same kind: + and −, == and !=, {@literal <} and {@literal <=}, AND and OR. */
    REPLACE,
    /** One side of an AND or OR of conditions is left out. */
    OMIT,
    /** A bit of a constant is inverted. */
    CONSTANT,
    /** What is assigned, or what enters an instance, is always 0. */
    STUCK_0,
    /** All of its bits are always 1. */
    STUCK_1,
    /** A register does not take its new value. */
    DROP,
    /** The branches of a multiplexer are exchanged. */
    SWAP,
    /** An index or a range of bits is off by one. */
    INDEX;

    /** As in identities of mutants. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
