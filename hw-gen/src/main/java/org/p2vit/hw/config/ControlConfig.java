// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

import java.io.Serializable;

/**
 * Command dispatch and the memory port.
 *
 * @param queueDepth commands that wait in front of each unit, a power of two
 * @param addressBits width of an AXI address
 * @param maxOutstandingReads read bursts under way at once, a power of two
 */
public record ControlConfig(int queueDepth, int addressBits, int maxOutstandingReads) implements Serializable {
    public ControlConfig {
        Faults faults = new Faults();
        if (faults.inRange("control.queueDepth", queueDepth, 2, 64)) {
            faults.powerOfTwo("control.queueDepth", queueDepth);
        }
        faults.inRange("control.addressBits", addressBits, 32, 64);
        if (faults.inRange("control.maxOutstandingReads", maxOutstandingReads, 1, 32)) {
            faults.powerOfTwo("control.maxOutstandingReads", maxOutstandingReads);
        }
        faults.end();
    }
}
