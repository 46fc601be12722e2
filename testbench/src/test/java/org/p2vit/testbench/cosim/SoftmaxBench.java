// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim;

import java.util.Arrays;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.Sync;
import org.p2vit.quant.kernel.SoftmaxKernel;
import org.p2vit.quant.spec.NumericContract;
import org.p2vit.testbench.bus.BusModel;
import org.p2vit.testbench.check.LaneFormat;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.TapSpec;

/** SOFTMAX between models of REQUANT and of the CODE buffer. */
final class SoftmaxBench extends UnitBench {
    /** How logits are made. */
    enum Logits {
        RANDOM,
        /** A few steps apart. */
        CLOSE,
        LEAST,
        GREATEST,
        /** Least and greatest in turn. */
        ALTERNATING,
        /** One greatest in each row, the others least. */
        PEAK
    }

    record Job(int rows, int keys, int shift, Logits logits, Sync sync) {
        Job(int rows, int keys, int shift) {
            this(rows, keys, shift, Logits.RANDOM, Sync.FREE);
        }

        Job with(Sync other) {
            return new Job(rows, keys, shift, logits, other);
        }
    }

    private final LogitSource source;
    private int next = 9;

    SoftmaxBench(ArrayShape shape, int maxTokens, long seed, int sourceStall) {
        super(
                "SOFTMAX",
                shape,
                shape.build(
                        "Softmax" + maxTokens,
                        () -> new SoftmaxTop(shape, maxTokens),
                        new TapSpec("words", "unit.tapValid", "unit.tapData", 4 * shape.word() * shape.lanes())),
                SoftmaxCosimTests.class,
                seed);
        source = bench.add(new LogitSource(shape, model, seed, sourceStall));
        bench.add(new CodeWrites());
    }

    /** Words that REQUANT sends for a job. */
    int words(Job job) {
        return shape.tiles(job.rows()) * shape.groups() * keyWords(job);
    }

    private int keyWords(Job job) {
        return (job.keys() + shape.word() - 1) / shape.word();
    }

    /** Queues a command and its logits. */
    void queue(Job job) {
        int words = keyWords(job);
        int columns = words * shape.word();
        byte[] logits = new byte[job.rows() * job.keys()];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = logit(job, i / job.keys(), i % job.keys());
        }
        byte[] padded = new byte[shape.tiles(job.rows()) * shape.tokenTile() * columns];
        random.nextBytes(padded);
        for (int row = 0; row < job.rows(); row++) {
            System.arraycopy(logits, row * job.keys(), padded, row * columns, job.keys());
        }
        int tileBytes = shape.tokenTile() * columns;
        for (int at = 0; at < padded.length; at += tileBytes) {
            source.tile(Arrays.copyOfRange(padded, at, at + tileBytes), words);
        }
        int stride = words + random.nextInt(3);
        send(Command.softmax(new Command.Place(next, stride), job.rows(), job.keys(), job.shift(), job.sync()));
        expect(SoftmaxKernel.codes(logits, job.rows(), job.keys(), job.shift()), job, next, stride);
        next += shape.tiles(job.rows()) * stride;
    }

    private byte logit(Job job, int row, int key) {
        return switch (job.logits()) {
            case RANDOM -> (byte) random.nextInt();
            case CLOSE -> (byte) (random.nextInt(8) - 4);
            case LEAST -> -128;
            case GREATEST -> 127;
            case ALTERNATING -> (byte) ((row + key) % 2 == 0 ? -128 : 127);
            case PEAK -> (byte) (key == row % job.keys() ? 127 : -128);
        };
    }

    private void expect(byte[] codes, Job job, int base, int stride) {
        int w = shape.word();
        for (int group = 0; group * shape.lanes() < job.rows(); group++) {
            for (int word = 0; word < keyWords(job); word++) {
                long[] taps = new long[w * shape.lanes()];
                int lanes = 0;
                for (int row = group * shape.lanes(); row < Math.min(job.rows(), (group + 1) * shape.lanes()); row++) {
                    long[] c = codeWord(codes, job, row, word);
                    int address = base + row / shape.tokenTile() * stride + word;
                    written.expect(row % shape.tokenTile(), address, "codes", row, word * w, LaneFormat.UINT4, c);
                    System.arraycopy(c, 0, taps, lanes++ * w, w);
                }
                tapped.expect(
                        "codes", group * shape.lanes(), word * w, LaneFormat.UINT4, Arrays.copyOf(taps, lanes * w));
            }
        }
    }

    private long[] codeWord(byte[] codes, Job job, int row, int word) {
        long[] c = new long[shape.word()];
        Arrays.fill(c, NumericContract.SOFTMAX_ZERO_CODE);
        for (int i = 0; i < c.length && word * c.length + i < job.keys(); i++) {
            c[i] = codes[row * job.keys() + word * c.length + i];
        }
        return c;
    }

    /** The write port, whose lanes are neighbouring banks. */
    private final class CodeWrites implements BusModel {
        private final Model pins = model;

        @Override
        public void drive() {
            // The port is never refused.
        }

        @Override
        public void sample() {
            if (pins.get("writeValid") == 0) {
                return;
            }
            for (int lane = 0; lane < shape.lanes(); lane++) {
                if ((pins.get("write_mask") >> lane & 1) == 1) {
                    int bank = (int) pins.get("write_group") * shape.lanes() + lane;
                    byte[] data = pins.getBytes(pins.pin("write_data_" + lane));
                    written.word(pins.cycle() - 1, bank, (int) pins.get("write_address"), data);
                }
            }
        }
    }
}
