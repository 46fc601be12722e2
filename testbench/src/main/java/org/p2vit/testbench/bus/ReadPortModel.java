// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.bus;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.Pin;

/**
 * The memory behind a synchronous read port of the design: an address given with enable in cycle c is answered in cycle c +
 * latency. In cycles without an answer the data is random.
 */
public final class ReadPortModel implements BusModel {
    private final Model model;
    private final Pin enable;
    private final Pin address;
    private final Pin data;
    private final LongFunction<byte[]> contents;
    private final SplittableRandom garbage;
    private final Deque<byte[]> pipeline = new ArrayDeque<>();
    private byte[] next;
    private long reads;

    /**
     * @param enable output of the design, address likewise; data is its input
     * @param latency cycles from address to data, at least 1
     * @param contents word at an address, little-endian, exactly the width of {@code data}
     */
    public ReadPortModel(
            Model model,
            String enable,
            String address,
            String data,
            int latency,
            long seed,
            LongFunction<byte[]> contents) {
        this.model = model;
        this.enable = model.pin(enable);
        this.address = model.pin(address);
        this.data = model.pin(data);
        this.contents = contents;
        this.garbage = new SplittableRandom(seed);
        for (int i = 1; i < latency; i++) {
            pipeline.add(noise());
        }
        this.next = noise();
    }

    /** Words read so far. */
    public long reads() {
        return reads;
    }

    @Override
    public void drive() {
        model.setBytes(data, next);
    }

    @Override
    public void sample() {
        boolean reading = model.isHigh(enable);
        pipeline.add(reading ? contents.apply(model.get(address)) : noise());
        next = pipeline.remove();
        reads += reading ? 1 : 0;
    }

    private byte[] noise() {
        byte[] bytes = new byte[(data.width() + 7) / 8];
        garbage.nextBytes(bytes);
        int spare = bytes.length * 8 - data.width();
        bytes[bytes.length - 1] = (byte) ((bytes[bytes.length - 1] & 0xff) >>> spare);
        return bytes;
    }
}
