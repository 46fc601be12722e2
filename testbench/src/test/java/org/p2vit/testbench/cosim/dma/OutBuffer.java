// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.dma;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.p2vit.hw.port.ReadPort;
import org.p2vit.testbench.bus.BusModel;
import org.p2vit.testbench.bus.Stalls;
import org.p2vit.testbench.verilator.Model;

/** The OUT buffer: answers bank and address two cycles later, and refuses reads at random. */
final class OutBuffer implements BusModel {
    static final int BANKS = 4;

    private final Model model;
    private final Stalls stalls;
    private final SplittableRandom garbage;
    private final int wordBytes;
    private final Deque<byte[]> pipeline = new ArrayDeque<>();

    OutBuffer(Model model, int wordBytes, long seed, int stall) {
        this.model = model;
        this.wordBytes = wordBytes;
        this.stalls = new Stalls(seed, stall);
        this.garbage = new SplittableRandom(seed);
        for (int i = 0; i < ReadPort.LATENCY; i++) {
            pipeline.add(noise());
        }
    }

    static byte[] word(long bank, long address, int wordBytes) {
        return ReadMemory.word(~(address * BANKS + bank), wordBytes);
    }

    @Override
    public void drive() {
        model.set("source_ready", stalls.pause() ? 0 : 1);
        model.setBytes(model.pin("source_data_0"), pipeline.remove());
    }

    @Override
    public void sample() {
        boolean read = model.get("source_valid") == 1 && model.get("source_ready") == 1;
        pipeline.add(read ? word(model.get("source_group"), model.get("source_address"), wordBytes) : noise());
    }

    private byte[] noise() {
        byte[] bytes = new byte[wordBytes];
        garbage.nextBytes(bytes);
        return bytes;
    }
}
