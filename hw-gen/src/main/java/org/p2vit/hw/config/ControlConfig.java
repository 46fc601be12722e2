// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

/**
 * Command dispatch and the memory port.
 *
 * @param queueDepth commands that wait in front of each unit, a power of two
 * @param semaphores counting semaphores 1 .. n that commands may use
 * @param addressBits width of an AXI address
 * @param maxOutstandingReads read bursts under way at once, a power of two
 */
public record ControlConfig(int queueDepth, int semaphores, int addressBits, int maxOutstandingReads) {
    public ControlConfig {
        Field.inRange("control.queueDepth", queueDepth, 2, 64);
        Field.powerOfTwo("control.queueDepth", queueDepth);
        Field.inRange("control.semaphores", semaphores, 1, 31);
        Field.inRange("control.addressBits", addressBits, 32, 64);
        Field.inRange("control.maxOutstandingReads", maxOutstandingReads, 1, 32);
        Field.powerOfTwo("control.maxOutstandingReads", maxOutstandingReads);
    }
}
