// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import java.nio.file.Path;

/**
 * Gives designs faults, to measure which tests notice them. What a thread builds and opens while it has one is faulty; tests need not know.
 */
public interface FaultInjector {
    /** The input of a faulty top that says which of its faults is on; 0 for none. */
    String PIN = "p2vit_fault";

    /** What is built in place of a design; the top may have {@link #PIN}. */
    Path design(Path verilog, String top);

    /** The fault of an instance that is about to be opened. */
    int selected(Path verilog, String top);

    /** Cycles after which an instance counts as hanging. */
    long mostCycles();

    /** Faults for all that this thread does until it calls {@link #none}. */
    static void use(FaultInjector injector) {
        InjectedFaults.CURRENT.set(injector);
    }

    static void none() {
        InjectedFaults.CURRENT.remove();
    }
}
