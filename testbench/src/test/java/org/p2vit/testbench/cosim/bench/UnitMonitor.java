// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.bench;

import org.p2vit.testbench.bus.BusModel;
import org.p2vit.testbench.verilator.Model;

/** Counts busy and stall cycles and the tokens a unit gives, and gives tokens to it. */
public final class UnitMonitor implements BusModel {
    private static final int SEMAPHORES = 32;

    private final Model model;
    private final int[] given = new int[SEMAPHORES];
    private long toGive;
    private long busy;
    private long stall;
    private long firstBusy = -1;
    private long lastBusy;

    public UnitMonitor(Model model) {
        this.model = model;
    }

    /** A token for the unit in the coming cycle. */
    public void give(int semaphore) {
        toGive |= 1L << semaphore;
    }

    public int given(int semaphore) {
        return given[semaphore];
    }

    public long busy() {
        return busy;
    }

    public long stall() {
        return stall;
    }

    /** Cycles from the first busy one to the last, both included. */
    public long span() {
        return lastBusy - firstBusy + 1;
    }

    @Override
    public void drive() {
        model.set("give", toGive);
        toGive = 0;
    }

    @Override
    public void sample() {
        long now = model.cycle() - 1;
        long tokens = model.get("given");
        for (int id = 0; id < SEMAPHORES; id++) {
            given[id] += (int) (tokens >> id & 1);
        }
        stall += model.get("stall");
        if (model.get("busy") == 1) {
            busy++;
            lastBusy = now;
            firstBusy = firstBusy < 0 ? now : firstBusy;
        }
        if (model.get("semaphoreFault") == 1) {
            throw new AssertionError("cycle " + now + ": a semaphore overflowed or was taken twice");
        }
    }
}
