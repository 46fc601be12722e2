// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.bus;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.Pin;

/**
 * An AXI4-Lite master that does all the protocol allows at once: addresses of writes, their data, and reads each go as soon as their
 * channel is free, in any order to each other, with strobes as asked for. {@link RegisterPort} makes one access after the other.
 *
 * <p>Throws {@link AssertionError} when the design withdraws or changes an answer, or gives one that nobody asked for.
 */
public final class RegisterTraffic implements BusModel {
    /** All bytes of a register. */
    public static final int WHOLE = 0xf;

    /**
     * Percent of cycles in which an offer of a channel waits, or ready of an answer is low.
     *
     * @param aw address of a write, likewise the others
     */
    public record Pauses(int aw, int w, int b, int ar, int r) {}

    /**
     * What a read gave.
     *
     * @param answeredWrites writes that had their response when the address was taken
     * @param begunWrites writes whose address and data had been taken then, or were in the same cycle
     */
    public record Answer(int address, long data, int response, int answeredWrites, int begunWrites) {}

    private final Model model;
    private final Sender addresses;
    private final Sender data;
    private final Sender reads;
    private final Receiver responses;
    private final Receiver results;
    private final List<Integer> writeResponses = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private final Deque<Answer> asked = new ArrayDeque<>();

    public RegisterTraffic(Model model, String prefix, long seed, Pauses pauses) {
        this.model = model;
        addresses = new Sender(prefix + "_aw", List.of("addr"), new Stalls(seed, pauses.aw()));
        data = new Sender(prefix + "_w", List.of("data", "strb"), new Stalls(seed + 1, pauses.w()));
        reads = new Sender(prefix + "_ar", List.of("addr"), new Stalls(seed + 2, pauses.ar()));
        responses = new Receiver(prefix + "_b", List.of("resp"), new Stalls(seed + 3, pauses.b()));
        results = new Receiver(prefix + "_r", List.of("data", "resp"), new Stalls(seed + 4, pauses.r()));
    }

    /** Queues a write; {@code strobes} has a bit for each byte. */
    public void write(int address, long value, int strobes) {
        addresses.waiting.add(new long[] {address});
        data.waiting.add(new long[] {value, strobes});
    }

    /** Queues a read. */
    public void read(int address) {
        reads.waiting.add(new long[] {address});
    }

    /** Response codes of the writes, in their order. */
    public List<Integer> writeResponses() {
        return writeResponses;
    }

    /** Of the reads, in their order. */
    public List<Answer> answers() {
        return answers;
    }

    /** Everything queued has its answer. */
    public boolean idle() {
        return addresses.waiting.isEmpty()
                && data.waiting.isEmpty()
                && reads.waiting.isEmpty()
                && writeResponses.size() == addresses.taken
                && asked.isEmpty();
    }

    @Override
    public void drive() {
        List.of(addresses, data, reads).forEach(Sender::drive);
        List.of(responses, results).forEach(Receiver::drive);
    }

    @Override
    public void sample() {
        int answered = writeResponses.size();
        int begun = Math.min(addresses.taken, data.taken);
        int expected = asked.size();
        long[] response = responses.sample(begun > answered);
        if (response != null) {
            writeResponses.add((int) response[0]);
        }
        long[] result = results.sample(expected > 0);
        if (result != null) {
            Answer read = asked.remove();
            answers.add(
                    new Answer(read.address(), result[0], (int) result[1], read.answeredWrites(), read.begunWrites()));
        }
        addresses.sample();
        data.sample();
        long[] read = reads.sample();
        if (read != null) {
            asked.add(new Answer((int) read[0], 0, 0, answered, Math.min(addresses.taken, data.taken)));
        }
    }

    @Override
    public String waiting() {
        return String.format(
                Locale.ROOT,
                "%d writes without data or address, %d without response, %d reads",
                addresses.waiting.size() + data.waiting.size(),
                addresses.taken - writeResponses.size(),
                reads.waiting.size() + asked.size());
    }

    /** The master's side of a channel it drives. */
    private final class Sender {
        private final Pin valid;
        private final Pin ready;
        private final List<Pin> payload;
        private final Stalls stalls;
        private final Deque<long[]> waiting = new ArrayDeque<>();
        private boolean offering;
        private int taken;

        Sender(String channel, List<String> payload, Stalls stalls) {
            this.valid = model.pin(channel + "valid");
            this.ready = model.pin(channel + "ready");
            this.payload =
                    payload.stream().map(name -> model.pin(channel + name)).toList();
            this.stalls = stalls;
        }

        void drive() {
            offering = offering || !waiting.isEmpty() && !stalls.pause();
            for (int i = 0; i < payload.size(); i++) {
                // Without valid the payload means nothing.
                model.set(payload.get(i), offering ? waiting.peek()[i] : 0);
            }
            model.set(valid, offering ? 1 : 0);
        }

        long[] sample() {
            if (!offering || !model.isHigh(ready)) {
                return null;
            }
            offering = false;
            taken++;
            return waiting.remove();
        }
    }

    /** The master's side of a channel of answers. */
    private final class Receiver {
        private final String channel;
        private final Pin valid;
        private final Pin ready;
        private final List<Pin> payload;
        private final Stalls stalls;
        private long[] held;

        Receiver(String channel, List<String> payload, Stalls stalls) {
            this.channel = channel;
            this.valid = model.pin(channel + "valid");
            this.ready = model.pin(channel + "ready");
            this.payload =
                    payload.stream().map(name -> model.pin(channel + name)).toList();
            this.stalls = stalls;
        }

        void drive() {
            model.set(ready, stalls.pause() ? 0 : 1);
        }

        /** The answer, if it is taken in this cycle. */
        long[] sample(boolean expected) {
            long[] seen =
                    model.isHigh(valid) ? payload.stream().mapToLong(model::get).toArray() : null;
            if (seen != null && !expected) {
                throw new AssertionError(String.format(
                        Locale.ROOT, "cycle %d: %s answers what nobody asked", model.cycle() - 1, channel));
            }
            if (held != null && !Arrays.equals(held, seen)) {
                throw new AssertionError(
                        String.format(Locale.ROOT, "cycle %d: %s changed before ready", model.cycle() - 1, channel));
            }
            boolean taken = seen != null && model.isHigh(ready);
            held = taken ? null : seen;
            return taken ? seen : null;
        }
    }
}
