// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.p2vit.hw.port.ReadPort;
import org.p2vit.testbench.bus.BusModel;
import org.p2vit.testbench.bus.Stalls;
import org.p2vit.testbench.verilator.Model;

/**
 * The buffer behind a read port of one lane called {@code stream}, which may refuse. Data comes two cycles after the accepted request and
 * is random otherwise. A request that is withdrawn or changed while refused fails the test.
 */
public final class StreamReads implements BusModel {
    private final Model model;
    private final BankImage contents;
    private final Stalls stalls;
    private final Random garbage;
    private final Deque<byte[]> pipeline = new ArrayDeque<>();
    private final int wordBits;
    private String refused;

    public StreamReads(Model model, BankImage contents, int wordBits, long seed, int stallPercent) {
        this.model = model;
        this.contents = contents;
        this.wordBits = wordBits;
        stalls = new Stalls(seed, stallPercent);
        garbage = new Random(seed);
        for (int i = 0; i < ReadPort.LATENCY; i++) {
            pipeline.add(noise());
        }
    }

    @Override
    public void drive() {
        model.set("stream_ready", stalls.pause() ? 0 : 1);
        model.setBytes(model.pin("stream_data_0"), pipeline.remove());
    }

    @Override
    public void sample() {
        boolean valid = model.get("stream_valid") == 1;
        boolean ready = model.get("stream_ready") == 1;
        int bank = (int) model.get("stream_group");
        int address = (int) model.get("stream_address");
        String request = valid ? "bank " + bank + " address " + address : "none";
        if (refused != null && !refused.equals(request)) {
            throw new AssertionError(
                    "cycle %d: the refused read of %s became %s".formatted(model.cycle() - 1, refused, request));
        }
        refused = valid && !ready ? request : null;
        pipeline.add(valid && ready ? contents.get(bank, address) : noise());
    }

    private byte[] noise() {
        byte[] word = new byte[(wordBits + Byte.SIZE - 1) / Byte.SIZE];
        garbage.nextBytes(word);
        int unused = word.length * Byte.SIZE - wordBits;
        word[word.length - 1] = (byte) ((word[word.length - 1] & 0xff) >> unused);
        return word;
    }
}
