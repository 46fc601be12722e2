// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.chaos;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.p2vit.hw.register.ErrorCode;

/** One disturbance, drawn and described; used once. */
interface Injection {
    /** All of it in one line. */
    String text();

    /** Before the start. */
    default void prepare(ChaosRig rig) {}

    /** Whether the run is started though a driver would refuse its program. */
    default boolean startsAnyway() {
        return false;
    }

    /** In the middle of the run. */
    default void strike(ChaosRig rig) {}

    /** Whether it ends the run by reset. */
    default boolean resets() {
        return false;
    }

    /** Whether the interrupt registers are no longer what they were. */
    default boolean changesInterrupts() {
        return false;
    }

    /** What the run may end with; looked at when it has ended. */
    Expectation expected(ChaosRig rig);

    /** Faults that only this injection can see, once the run has ended; empty if there are none. */
    default List<String> faults(ChaosRig rig) {
        return List.of();
    }

    /** What control.md demands before the next start, or more. What the injection changed is undone by others. */
    default void recover(ChaosRig rig) {
        rig.awaitClosed();
    }

    /**
     * @param outcomes that are right
     * @param codes of {@link RunEnd#ERROR} that are
     */
    record Expectation(Set<RunEnd> outcomes, Set<ErrorCode> codes) {
        static Expectation right() {
            return new Expectation(Set.of(RunEnd.RIGHT), Set.of());
        }

        static Expectation of(RunEnd outcome) {
            return new Expectation(Set.of(outcome), Set.of());
        }

        static Expectation error(ErrorCode... codes) {
            return new Expectation(Set.of(RunEnd.ERROR), Set.of(codes));
        }

        /** Or with one of these outcomes. */
        Expectation or(RunEnd... more) {
            Set<RunEnd> all = new HashSet<>(outcomes);
            all.addAll(List.of(more));
            return new Expectation(all, codes);
        }

        boolean holds(RunEnd outcome, ErrorCode code) {
            return outcomes.contains(outcome) && (outcome != RunEnd.ERROR || codes.contains(code));
        }
    }
}
