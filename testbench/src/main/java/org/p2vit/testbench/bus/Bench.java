// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.bus;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.p2vit.testbench.verilator.Model;

/** A design and the Java bus models around it, stepped together. */
public final class Bench {
    private final Model model;
    private final List<BusModel> around = new ArrayList<>();

    public Bench(Model model) {
        this.model = model;
    }

    public Model model() {
        return model;
    }

    /** Adds a bus model; returns it. */
    public <B extends BusModel> B add(B bus) {
        around.add(bus);
        return bus;
    }

    /** One clock cycle. */
    public void step() {
        around.forEach(BusModel::drive);
        model.step();
        around.forEach(BusModel::sample);
    }

    public void step(int cycles) {
        for (int i = 0; i < cycles; i++) {
            step();
        }
    }

    /**
     * Steps until {@code done}.
     *
     * @return cycles stepped
     * @throws AssertionError after {@code maxCycles}, saying what waits for what
     */
    public int stepUntil(BooleanSupplier done, int maxCycles) {
        int cycles = 0;
        while (!done.getAsBoolean()) {
            if (cycles == maxCycles) {
                throw new AssertionError(String.format(
                        Locale.ROOT, "not done after %d cycles (now cycle %d)%s", maxCycles, model.cycle(), waiting()));
            }
            step();
            cycles++;
        }
        return cycles;
    }

    private String waiting() {
        return around.stream()
                .map(BusModel::waiting)
                .filter(w -> !w.isEmpty())
                .collect(Collectors.joining("\n  ", "\n  ", ""));
    }
}
