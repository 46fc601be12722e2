// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.bus;

import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.Pin;

/** The memory behind a synchronous write port of the design: hands every write to a listener in the order made. */
public final class WritePortModel implements BusModel {
    /** Told of each write. */
    public interface Listener {
        void written(long cycle, long address, byte[] data);
    }

    private final Model model;
    private final Pin enable;
    private final Pin address;
    private final Pin data;
    private final Listener listener;

    /** @param enable output of the design, like the others */
    public WritePortModel(Model model, String enable, String address, String data, Listener listener) {
        this.model = model;
        this.enable = model.pin(enable);
        this.address = model.pin(address);
        this.data = model.pin(data);
        this.listener = listener;
    }

    @Override
    public void drive() {
        // A write port only listens.
    }

    @Override
    public void sample() {
        if (model.isHigh(enable)) {
            listener.written(model.cycle() - 1, model.get(address), model.getBytes(data));
        }
    }
}
