// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.bus;

/** Something around the design that is stepped with it; see {@link Bench}. */
public interface BusModel {
    /** Sets inputs of the design for the coming cycle, from what was seen before it. */
    void drive();

    /** Looks at the cycle that just passed; pins read as they were right before its clock edge. */
    void sample();

    /** For the message of a bench that got stuck: what this waits for, empty when nothing. */
    default String waiting() {
        return "";
    }
}
