// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import java.util.Locale;

/** The native side of an AXI4-Lite master ({@code axi_lite.h}). */
public final class NativeRegisters extends NativeBus {
    /**
     * @param plan struct AxiLitePlan
     * @throws IllegalArgumentException when the plan has another version or number of words than the struct
     */
    public NativeRegisters(Model model, String name, NativePlan plan) {
        super(model, name, Bridge.p2vit_add_registers(model.handle(), name, plan.framed()));
    }

    /**
     * Queues an access and does not wait.
     *
     * @param strobes a bit for each byte of a write
     * @param kept whether its answer is one of {@link #takeAnswers}
     */
    public void post(boolean write, long address, long data, int strobes, boolean kept) {
        Bridge.p2vit_register_post(model.handle(), index, write ? 1 : 0, address, data, strobes, kept ? 1 : 0);
    }

    /** Whether accesses lack their answers. */
    public boolean busy() {
        return Bridge.p2vit_register_busy(model.handle(), index) != 0;
    }

    /** The kept answers since this was last asked: the response code in bits 1:0, bit 8 of a read. */
    public long[] takeAnswers() {
        long[] answers = new long[Bridge.p2vit_register_answers(model.handle(), index, new long[0], 0)];
        Bridge.p2vit_register_answers(model.handle(), index, answers, answers.length);
        Bridge.p2vit_register_clear(model.handle(), index);
        return answers;
    }

    /**
     * Steps the clock until all accesses are answered.
     *
     * @param what of a failure's message
     * @return the response code of the last write, or of the last read
     * @throws SimulationException when the design stops first, is reset, or does not answer within {@code limit} cycles
     */
    public int await(boolean write, String what, long limit) {
        model.requireCycles();
        int response = Bridge.p2vit_register_await(model.handle(), index, write ? 1 : 0, limit);
        if (response < 0) {
            String waiting = Bridge.text(Bridge.p2vit_waiting(model.handle(), index));
            String message = String.format(Locale.ROOT, "%s did not finish:%s%n%s", what, waiting, model.messages());
            throw new SimulationException(new RunResult(StopReason.HANG, model.cycle(), message));
        }
        return response;
    }

    /** What the last read returned. */
    public long data() {
        return Bridge.p2vit_register_data(model.handle(), index);
    }
}
