// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.control;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.p2vit.testbench.bus.BusModel;
import org.p2vit.testbench.verilator.Model;

/**
 * What a unit does behind its front end: begins the tiles of a command, completes them later and in order, at times in
 * neighbouring cycles, and accepts a command when the last tile of the one before has begun.
 */
final class TileUnit implements BusModel {
    /** Told what the front end let the unit do. */
    interface Listener {
        void started(byte[] command);

        void tileBegun(byte[] command);

        void commandDone();
    }

    private static final int TILE_COUNT_AT = 16;

    private record Completion(long cycle, boolean tile, boolean command) {}

    private final Model model;
    private final Random random;
    private final int delay;
    private final Listener listener;
    private final Deque<Completion> completions = new ArrayDeque<>();
    private byte[] running;
    private int tilesLeft;
    private long lastCompletion;

    /** @param delay the most cycles from beginning a tile to completing it */
    TileUnit(Model model, Random random, int delay, Listener listener) {
        this.model = model;
        this.random = random;
        this.delay = delay;
        this.listener = listener;
    }

    @Override
    public void drive() {
        Completion next = completions.peek();
        boolean completes = next != null && next.cycle() <= model.cycle();
        model.set("tileDone", completes && next.tile() ? 1 : 0);
        model.set("commandDone", completes && next.command() ? 1 : 0);
        if (completes) {
            completions.remove();
            if (next.command()) {
                listener.commandDone();
            }
        }
        model.set("wantTile", tilesLeft > 0 ? 1 : 0);
        model.set("start_ready", tilesLeft == 0 ? 1 : 0);
    }

    @Override
    public void sample() {
        if (model.get("tileTaken") == 1) {
            tilesLeft--;
            listener.tileBegun(running);
            boolean together = random.nextBoolean();
            complete(true, tilesLeft == 0 && together);
            if (tilesLeft == 0 && !together) {
                complete(false, true);
            }
        }
        if (model.get("start_valid") == 1 && model.get("start_ready") == 1) {
            running = model.getBytes(model.pin("start_payload_words"));
            tilesLeft = running[TILE_COUNT_AT];
            listener.started(running);
        }
    }

    private void complete(boolean tile, boolean command) {
        lastCompletion = Math.max(lastCompletion + 1, model.cycle() + random.nextInt(delay + 1));
        completions.add(new Completion(lastCompletion, tile, command));
    }
}
