// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.mutation;

/** What became of a mutant, by the stage that decided it. */
public enum MutantStage {
    /** Whole inferences showed it. */
    INFERENCE,
    /** A test of the whole machine did. */
    SYSTEM,
    /** A test of a unit or a cell did. */
    UNIT,
    /** Proven to do the same as the sound module. */
    EQUIVALENT,
    /** Inferences did not show it; the tests have not been asked. */
    UNDECIDED,
    /** Nothing showed it. */
    SURVIVED;

    /** Whether something showed it. */
    public boolean killed() {
        return ordinal() <= UNIT.ordinal();
    }

    boolean decided() {
        return this != UNDECIDED;
    }
}
