// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dsl;

import java.util.List;
import spinal.core.Bool;
import spinal.core.SpinalEnum;
import spinal.core.SpinalEnumCraft;
import spinal.core.SpinalEnumElement;

/**
 * A state register whose values are the constants of a Java enum; Verilog sees them as {@code localparam}s.
 *
 * <p>{@code when(phase.is(Phase.IDLE), () -> phase.go(Phase.RUN))}, or
 * {@code phase.select().is(Phase.IDLE, () -> ...)}.
 */
public final class HwState<E extends Enum<E>> {
    private final List<SpinalEnumElement<SpinalEnum>> elements;
    private final SpinalEnumCraft<SpinalEnum> signal;

    HwState(E initial) {
        Class<E> type = initial.getDeclaringClass();
        SpinalEnum definition = new SpinalEnum(spinal.core.binarySequential$.MODULE$);
        definition.setName(type.getSimpleName() + "Enum"); // a signal may differ from it in case only
        this.elements = java.util.Arrays.stream(type.getEnumConstants())
                .map(constant -> definition.newElement(constant.name()))
                .toList();
        this.signal = Registers.reg(definition.apply());
        signal.init(element(initial));
    }

    /** True in the cycles in which the register holds {@code value}. */
    public Bool is(E value) {
        return signal.$eq$eq$eq(element(value));
    }

    /** The register holds {@code value} from the next cycle. */
    public void go(E value) {
        Control.assign(signal, element(value).apply());
    }

    /** A case over the states. */
    public Branch select() {
        return new Branch();
    }

    SpinalEnumCraft<SpinalEnum> signal() {
        return signal;
    }

    private SpinalEnumElement<SpinalEnum> element(E value) {
        return elements.get(value.ordinal());
    }

    /** The branches of a case over the states. */
    public final class Branch {
        private final Select select = new Select(signal);

        private Branch() {}

        /** The branch for one state. */
        public Branch is(E value, Runnable body) {
            select.branch(List.of(element(value)), body);
            return this;
        }

        /** The branch for all other states. */
        public void otherwise(Runnable body) {
            select.otherwise(body);
        }
    }
}
