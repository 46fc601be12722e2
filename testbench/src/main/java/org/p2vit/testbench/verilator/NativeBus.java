// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import java.util.Locale;

/**
 * A bus model that runs natively inside the cycle loop of one {@link Model}; the package {@code bus} gives these a
 * friendly face.
 */
public final class NativeBus {
    /** Pins that a plan may lack are marked with this. */
    public static final long ABSENT = -1;

    private final Model model;
    private final int index;

    private NativeBus(Model model, int index) {
        this.model = model;
        this.index = index;
    }

    /**
     * @param plan struct AxiMemoryPlan ({@code axi_memory.h})
     * @param backing what the plan's addresses point into; kept alive with the model
     * @throws IllegalArgumentException when the plan has another version or number of words than the struct
     */
    public static NativeBus memory(Model model, String name, NativePlan plan, Object backing) {
        model.keepAlive(backing);
        return added(model, name, Bridge.p2vit_add_memory(model.handle(), name, plan.framed()));
    }

    /**
     * @param plan struct AxiLitePlan ({@code axi_lite.h})
     * @throws IllegalArgumentException when the plan has another version or number of words than the struct
     */
    public static NativeBus registers(Model model, String name, NativePlan plan) {
        return added(model, name, Bridge.p2vit_add_registers(model.handle(), name, plan.framed()));
    }

    private static NativeBus added(Model model, String name, int index) {
        if (index < 0) {
            throw new IllegalArgumentException("bus " + name + ": " + Bridge.text(Bridge.p2vit_error()));
        }
        return new NativeBus(model, index);
    }

    /**
     * Channels of a memory that do nothing more; what they offer already stays.
     *
     * @param channels bits as in {@code axi_memory.h}
     */
    public void silence(int channels) {
        Bridge.p2vit_memory_silence(model.handle(), index, channels);
    }

    /** Bursts accepted from now on that touch {@code from .. to-1} are answered SLVERR. */
    public void spoil(long from, long to) {
        Bridge.p2vit_memory_spoil(model.handle(), index, from, to);
    }

    /** Makes a memory forget all bursts. */
    public void forget() {
        Bridge.p2vit_memory_forget(model.handle(), index);
    }

    /** Bursts that a memory has not finished. */
    public long openBursts() {
        return Bridge.p2vit_memory_open(model.handle(), index, 0);
    }

    /** Write bursts to which beats are missing. */
    public long lackingWrites() {
        return Bridge.p2vit_memory_open(model.handle(), index, 1);
    }

    /** Place of a pin for a plan; {@link #ABSENT} when the top has no such port. */
    public static long offset(Model model, String pin) {
        return model.hasPin(pin) ? model.pin(pin).offset() : ABSENT;
    }

    /**
     * Makes one access on a bus made by {@link #registers}, stepping the clock.
     *
     * @return the response code
     * @throws SimulationException when the design stops first or does not answer within {@code limit} cycles
     */
    public int access(boolean write, long address, long data, long limit) {
        int response = Bridge.p2vit_register_access(model.handle(), index, write ? 1 : 0, address, data, limit);
        if (response < 0) {
            String waiting = Bridge.text(Bridge.p2vit_waiting(model.handle(), index));
            String what = String.format(
                    Locale.ROOT,
                    "%s of register 0x%x did not finish:%s%n%s",
                    write ? "write" : "read",
                    address,
                    waiting,
                    model.messages());
            throw new SimulationException(new RunResult(StopReason.HANG, model.cycle(), what));
        }
        return response;
    }

    /** What the last read returned. */
    public long data() {
        return Bridge.p2vit_register_data(model.handle(), index);
    }
}
