// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.bus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.p2vit.testbench.verilator.Model;

/**
 * Takes words from a stream (or flow) output of the design, in order. Throws {@link AssertionError} when the design
 * withdraws or changes a word that was not taken yet.
 *
 * @param <T> what a word is read as
 */
public final class StreamSink<T> implements BusModel {
    private final Model model;
    private final StreamPins pins;
    private final Stalls stalls;
    private final Function<Model, T> read;
    private final List<T> words = new ArrayList<>();
    private final List<Long> cycles = new ArrayList<>();
    private byte[][] held;

    /**
     * @param name prefix of the port
     * @param read reads the payload pins of a taken word
     */
    public StreamSink(Model model, String name, long seed, int stallPercent, Function<Model, T> read) {
        this.model = model;
        this.pins = StreamPins.of(model, name);
        this.stalls = new Stalls(seed, stallPercent);
        this.read = read;
        if (pins.ready() == null && stallPercent > 0) {
            throw new IllegalArgumentException("flow " + name + " has no ready to stall with");
        }
    }

    /** A sink of a stream with one payload pin, words as little-endian bytes. */
    public static StreamSink<byte[]> ofBytes(Model model, String name, long seed, int stallPercent) {
        var payload = StreamPins.of(model, name).onlyPayload();
        return new StreamSink<>(model, name, seed, stallPercent, m -> m.getBytes(payload));
    }

    /** A sink of a stream with one payload pin of at most 64 bits, words zero-extended. */
    public static StreamSink<Long> ofLongs(Model model, String name, long seed, int stallPercent) {
        var payload = StreamPins.of(model, name).onlyPayload();
        return new StreamSink<>(model, name, seed, stallPercent, m -> m.get(payload));
    }

    /** Words taken, oldest first. */
    public List<T> words() {
        return List.copyOf(words);
    }

    public int count() {
        return words.size();
    }

    /** Cycle in which word {@code index} was taken. */
    public long cycleOf(int index) {
        return cycles.get(index);
    }

    @Override
    public void drive() {
        if (pins.ready() != null) {
            model.set(pins.ready(), stalls.pause() ? 0 : 1);
        }
    }

    @Override
    public void sample() {
        boolean valid = model.isHigh(pins.valid());
        byte[][] seen = valid ? pins.payload().stream().map(model::getBytes).toArray(byte[][]::new) : null;
        if (held != null && !Arrays.deepEquals(held, seen)) {
            throw new AssertionError(String.format(
                    Locale.ROOT,
                    "cycle %d: %s %s before ready",
                    model.cycle() - 1,
                    pins.name(),
                    valid ? "changed its payload" : "withdrew valid"));
        }
        boolean taken = pins.fires(model);
        if (taken) {
            words.add(read.apply(model));
            cycles.add(model.cycle() - 1);
        }
        held = taken ? null : seen;
    }

    @Override
    public String waiting() {
        return String.format(Locale.ROOT, "%s: %d words taken", pins.name(), words.size());
    }
}
