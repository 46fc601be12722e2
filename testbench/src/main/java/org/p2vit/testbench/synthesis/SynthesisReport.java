// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.synthesis;

import java.util.List;

/**
 * What synthesis found.
 *
 * @param top the top module
 * @param family the device family it was mapped to
 * @param total resources of the whole design
 * @param units the modules directly below the top, the largest first
 * @param faults latches, combinational loops, conflicting or missing drivers, and memories that became flip-flops, each in a
 *     sentence; empty for a correct design
 */
public record SynthesisReport(
        String top, DeviceFamily family, ResourceUse total, List<UnitUse> units, List<String> faults) {
    /**
     * One kind of module below the top.
     *
     * @param module its name
     * @param instances how many the top has
     * @param each resources of one of them
     */
    public record UnitUse(String module, long instances, ResourceUse each) {}
}
