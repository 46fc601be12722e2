// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.unit.requant;

import org.p2vit.testbench.bus.BusModel;
import org.p2vit.testbench.bus.Stalls;
import org.p2vit.testbench.verilator.Model;

/** SOFTMAX's side of the tile handshake: has room for a tile, then for a while none. */
final class SoftmaxRoom implements BusModel {
    private final Model model;
    private final Stalls stalls;
    private int starts;

    SoftmaxRoom(Model model, long seed, int stallPercent) {
        this.model = model;
        this.stalls = new Stalls(seed, stallPercent);
    }

    int starts() {
        return starts;
    }

    @Override
    public void drive() {
        model.set("softmaxTileFree", stalls.pause() ? 0 : 1);
    }

    @Override
    public void sample() {
        if (model.get("softmaxTileStart") == 1) {
            starts++;
            if (model.get("softmaxTileFree") == 0) {
                throw new AssertionError("cycle " + (model.cycle() - 1) + ": a tile starts without room");
            }
        }
    }
}
