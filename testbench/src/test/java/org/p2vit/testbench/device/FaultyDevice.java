// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.device;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.p2vit.hw.register.Register;

/** A device some of whose registers read otherwise, and that notes what is done with it. */
class FaultyDevice implements Device {
    private final Device real;
    private final Map<Integer, IntUnaryOperator> faults = new HashMap<>();
    private final List<Integer> written = new ArrayList<>();
    private final List<Boolean> interrupts = new ArrayList<>();
    private Runnable insteadOfRunning;

    FaultyDevice(Device real) {
        this.real = real;
    }

    FaultyDevice reading(Register register, IntUnaryOperator fault) {
        faults.put(register.offset(), fault);
        return this;
    }

    /** The clock stands still where the driver lets it run; this is done instead. */
    FaultyDevice insteadOfRunning(Runnable action) {
        insteadOfRunning = action;
        return this;
    }

    /** Offsets of the registers written, in order. */
    List<Integer> written() {
        return written;
    }

    /** What each run of the clock ended with. */
    List<Boolean> interrupts() {
        return interrupts;
    }

    @Override
    public long memoryAddress() {
        return real.memoryAddress();
    }

    @Override
    public int read(int offset) {
        return faults.getOrDefault(offset, IntUnaryOperator.identity()).applyAsInt(real.read(offset));
    }

    @Override
    public void write(int offset, int value) {
        written.add(offset);
        real.write(offset, value);
    }

    @Override
    public boolean run(int cycles) {
        if (insteadOfRunning != null) {
            insteadOfRunning.run();
            return false;
        }
        interrupts.add(real.run(cycles));
        return interrupts.get(interrupts.size() - 1);
    }
}
