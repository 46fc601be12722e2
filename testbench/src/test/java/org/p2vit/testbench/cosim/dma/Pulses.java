// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.dma;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.testbench.bus.BusModel;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.Pin;

/** Notes the cycles in which one bit of an output is high. */
final class Pulses implements BusModel {
    private final Model model;
    private final Pin pin;
    private final int bit;
    private final List<Long> cycles = new ArrayList<>();

    Pulses(Model model, String pin, int bit) {
        this.model = model;
        this.pin = model.pin(pin);
        this.bit = bit;
    }

    List<Long> cycles() {
        return cycles;
    }

    int count() {
        return cycles.size();
    }

    @Override
    public void drive() {
        // Only listens.
    }

    @Override
    public void sample() {
        if (model.getBits(pin, bit, 1) == 1) {
            cycles.add(model.cycle() - 1);
        }
    }
}
