// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.synthesis;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.config.BudgetUse;

/**
 * What synthesis found.
 *
 * @param top the top module
 * @param family the device family it was mapped to
 * @param total resources of the whole design
 * @param wholeNs the longest path from register to register through any units, without routing; 0 if it is not known: the
 *     family has no delays, or the design has a fault
 * @param widestNets those that drive most, the widest first; empty where {@code wholeNs} is not known
 * @param units the instances in the module that was asked to be listed, the largest first
 * @param budget what of a board's device is used; empty if no board was asked for
 * @param faults latches, combinational loops, conflicting or missing drivers, memories that became flip-flops, and more than the
 *     board should carry, each in a sentence; empty for a correct design
 */
public record SynthesisReport(
        String top,
        DeviceFamily family,
        ResourceUse total,
        double wholeNs,
        List<WideNet> widestNets,
        List<UnitUse> units,
        List<BudgetUse> budget,
        List<String> faults) {
    /**
     * One instance with everything below it.
     *
     * @param name of the instance
     * @param module what it is an instance of
     * @param logicDelayNs the longest path inside it, from a port or register to a port or register
     */
    public record UnitUse(String name, String module, ResourceUse use, double logicDelayNs) {}

    /** Loads of the widest net, 0 if they are not known. */
    @JsonProperty
    public int maxFanout() {
        return widestNets.isEmpty() ? 0 : widestNets.get(0).loads();
    }

    /** This, with the family, the DSP and memory blocks of a report on the same design. */
    SynthesisReport withBlocksOf(SynthesisReport other) {
        List<UnitUse> merged = new ArrayList<>();
        for (UnitUse unit : units) {
            UnitUse same = other.units.stream()
                    .filter(candidate -> candidate.name().equals(unit.name()))
                    .findFirst()
                    .orElseThrow();
            merged.add(
                    new UnitUse(unit.name(), unit.module(), unit.use().withBlocksOf(same.use()), unit.logicDelayNs()));
        }
        return new SynthesisReport(
                top, other.family, total.withBlocksOf(other.total), wholeNs, widestNets, merged, budget, other.faults);
    }
}
