// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.bus;

import java.util.stream.LongStream;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.NativeBus;
import org.p2vit.testbench.verilator.NativePlan;

/** Only looks: the rules of AXI4 ({@link AxiRule}) at a port both sides of which belong to the design. */
public final class AxiMonitor {
    /** That of struct AxiMonitorPlan. */
    private static final int PLAN_VERSION = 1;

    private AxiMonitor() {}

    /** Watches the port {@code prefix_araddr} and so on; who breaks a rule ends the run with {@code PROTOCOL_ERROR}. */
    public static void attach(Model model, String prefix) {
        long[] plan = LongStream.concat(LongStream.of(AxiPins.dataBytes(model, prefix)), AxiPins.of(model, prefix))
                .toArray();
        NativeBus.monitor(model, prefix, new NativePlan(PLAN_VERSION, plan));
    }
}
