// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.bus;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.Pin;

/**
 * Drives a stream (or flow) input of the design. Words go out in order; between words and before them the payload is
 * random, so that a design that looks at it without valid is found out.
 */
public final class StreamSource implements BusModel {
    private final Model model;
    private final StreamPins pins;
    private final Stalls stalls;
    private final SplittableRandom garbage;
    private final Deque<Consumer<Model>> words = new ArrayDeque<>();
    private boolean offering;
    private long sent;

    /** @param name prefix of the port: {@code name_valid}, {@code name_ready}, {@code name_payload...} */
    public StreamSource(Model model, String name, long seed, int stallPercent) {
        this.model = model;
        this.pins = StreamPins.of(model, name);
        this.stalls = new Stalls(seed, stallPercent);
        this.garbage = new SplittableRandom(seed);
    }

    /** Queues a word; {@code payload} sets the payload pins. */
    public void send(Consumer<Model> payload) {
        words.add(payload);
    }

    /** Queues a word of a stream with one payload pin of at most 64 bits. */
    public void send(long payload) {
        Pin pin = pins.onlyPayload();
        send(m -> m.set(pin, payload));
    }

    /** Queues a word of a stream with one payload pin, little-endian. */
    public void send(byte[] payload) {
        Pin pin = pins.onlyPayload();
        send(m -> m.setBytes(pin, payload));
    }

    /** Words taken by the design. */
    public long sent() {
        return sent;
    }

    /** True when every queued word was taken. */
    public boolean idle() {
        return words.isEmpty();
    }

    @Override
    public void drive() {
        if (!offering) {
            offering = !words.isEmpty() && !stalls.pause();
            if (offering) {
                words.peek().accept(model);
            } else {
                pins.payload().forEach(this::scramble);
            }
        }
        model.set(pins.valid(), offering ? 1 : 0);
    }

    @Override
    public void sample() {
        if (offering && pins.fires(model)) {
            words.remove();
            offering = false;
            sent++;
        }
    }

    @Override
    public String waiting() {
        return words.isEmpty()
                ? ""
                : String.format(Locale.ROOT, "%s: %d words sent, %d wait", pins.name(), sent, words.size());
    }

    private void scramble(Pin pin) {
        for (int low = 0; low < pin.width(); low += 32) {
            int width = Math.min(32, pin.width() - low);
            model.setBits(pin, low, width, garbage.nextLong() >>> (Long.SIZE - width));
        }
    }
}
