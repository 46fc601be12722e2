// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.device;

/** What the processor sees of an accelerator besides the memory. */
public interface Device {
    /** Where the accelerator sees the first byte of the memory. */
    long memoryAddress();

    /**
     * Reads a register.
     *
     * @return its 32 bits
     * @throws IllegalStateException when the bus answers with an error
     */
    int read(int offset);

    /**
     * Writes a register.
     *
     * @throws IllegalStateException when the bus answers with an error
     */
    void write(int offset, int value);

    /**
     * Lets the clock run until the interrupt is high.
     *
     * @param cycles at most
     * @return whether the interrupt is high
     */
    boolean run(int cycles);
}
