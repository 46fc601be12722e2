// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.synthesis;

import java.util.List;

/**
 * What synthesis found.
 *
 * @param top the top module
 * @param family the device family it was mapped to
 * @param total resources of the whole design
 * @param units the instances in the module that was asked to be listed, the largest first
 * @param faults latches, combinational loops, conflicting or missing drivers, and memories that became flip-flops, each in a
 *     sentence; empty for a correct design
 */
public record SynthesisReport(
        String top, DeviceFamily family, ResourceUse total, List<UnitUse> units, List<String> faults) {
    /**
     * One instance with everything below it.
     *
     * @param name of the instance
     * @param module what it is an instance of
     */
    public record UnitUse(String name, String module, ResourceUse use) {}
}
