// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

/** Why a run ended. The order is that of {@code p2vit::Reason}. */
public enum StopReason {
    /** All cycles asked for were run. */
    CYCLE_LIMIT,
    /** The stop pin was high. */
    STOP_PIN,
    /** {@code $stop}, {@code $fatal} or a failing assertion. */
    VERILOG_STOP,
    /** {@code $finish}. */
    VERILOG_FINISH,
    /** The design broke a rule of a bus. */
    PROTOCOL_ERROR,
    /** Nothing moved for too long. */
    HANG;

    int code() {
        return ordinal();
    }

    static StopReason of(int code) {
        return values()[code];
    }
}
