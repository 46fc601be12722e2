// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.unit.softmax;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import org.p2vit.testbench.bus.BusModel;
import org.p2vit.testbench.bus.Stalls;
import org.p2vit.testbench.cosim.bench.ArrayShape;
import org.p2vit.testbench.verilator.Model;

/**
 * REQUANT's side of the logits: starts a tile as soon as SOFTMAX has room, also while words of earlier tiles are still to
 * come, and sends the words of the started tiles in order. Without a word the pins carry random bits.
 */
final class LogitSource implements BusModel {
    private record Word(int index, int group, byte[][] lanes) {}

    private final ArrayShape shape;
    private final Model model;
    private final Stalls stalls;
    private final Random garbage;
    private final Deque<Deque<Word>> tiles = new ArrayDeque<>();
    private final Deque<Word> started = new ArrayDeque<>();
    private boolean room;
    private boolean starting;

    LogitSource(ArrayShape shape, Model model, long seed, int stallPercent) {
        this.shape = shape;
        this.model = model;
        stalls = new Stalls(seed, stallPercent);
        garbage = new Random(seed);
    }

    /** Queues a tile: {@code rows} holds its T rows of {@code words} words. */
    void tile(byte[] rows, int words) {
        Deque<Word> tile = new ArrayDeque<>();
        for (int word = 0; word < words; word++) {
            for (int group = 0; group < shape.groups(); group++) {
                byte[][] lanes = new byte[shape.lanes()][];
                for (int lane = 0; lane < lanes.length; lane++) {
                    int from = ((group * lanes.length + lane) * words + word) * shape.word();
                    lanes[lane] = Arrays.copyOfRange(rows, from, from + shape.word());
                }
                tile.add(new Word(word, group, lanes));
            }
        }
        tiles.add(tile);
    }

    @Override
    public void drive() {
        boolean sending = !started.isEmpty() && !stalls.pause();
        Word word = sending ? started.remove() : null;
        model.set("logits_valid", sending ? 1 : 0);
        model.set("logits_word", sending ? word.index() : garbage.nextInt(1024));
        model.set("logits_group", sending ? word.group() : garbage.nextInt(shape.groups()));
        for (int lane = 0; lane < shape.lanes(); lane++) {
            byte[] data = new byte[shape.word()];
            garbage.nextBytes(data);
            model.setBytes(model.pin("logits_data_" + lane), sending ? word.lanes()[lane] : data);
        }
        // Room seen in the cycle of a start was for that tile.
        starting = room && !starting && !tiles.isEmpty();
        model.set("tileStart", starting ? 1 : 0);
    }

    @Override
    public void sample() {
        room = model.get("tileFree") == 1;
        if (starting) {
            if (!room) {
                throw new AssertionError("cycle " + (model.cycle() - 1) + ": the promised room for a tile is gone");
            }
            started.addAll(tiles.remove());
        }
    }

    @Override
    public String waiting() {
        return "logits: %d words to send, %d tiles to start".formatted(started.size(), tiles.size());
    }
}
