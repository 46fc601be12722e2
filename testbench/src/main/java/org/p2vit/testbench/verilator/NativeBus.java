// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

/**
 * A bus model that runs natively inside the cycle loop of one {@link Model}; the package {@code bus} gives these a
 * friendly face.
 */
public class NativeBus {
    /** Pins that a plan may lack are marked with this. */
    public static final long ABSENT = -1;

    final Model model;
    final int index;

    NativeBus(Model model, String name, int index) {
        if (index < 0) {
            throw new IllegalArgumentException("bus " + name + ": " + Bridge.text(Bridge.p2vit_error()));
        }
        this.model = model;
        this.index = index;
    }

    /**
     * Only looks whether the rules are kept.
     *
     * @param plan struct AxiMonitorPlan ({@code axi_monitor.h})
     * @throws IllegalArgumentException when the plan has another version or number of words than the struct
     */
    public static NativeBus monitor(Model model, String name, NativePlan plan) {
        return new NativeBus(model, name, Bridge.p2vit_add_monitor(model.handle(), name, plan.framed()));
    }

    /** Place of a pin for a plan; {@link #ABSENT} when the top has no such port. */
    public static long offset(Model model, String pin) {
        return model.hasPin(pin) ? model.pin(pin).offset() : ABSENT;
    }
}
