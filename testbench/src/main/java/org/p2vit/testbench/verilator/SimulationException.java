// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

/** The design stopped in the middle of a step or a register access. The message says why and in which cycle. */
public class SimulationException extends RuntimeException {
    private final transient RunResult result;

    public SimulationException(RunResult result) {
        super(result.toString());
        this.result = result;
    }

    public RunResult result() {
        return result;
    }
}
