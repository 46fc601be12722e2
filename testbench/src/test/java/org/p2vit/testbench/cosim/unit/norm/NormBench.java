// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.unit.norm;

import java.util.Arrays;
import org.p2vit.hw.program.NormCommand;
import org.p2vit.hw.program.RowRange;
import org.p2vit.hw.program.StridedAddress;
import org.p2vit.hw.program.Sync;
import org.p2vit.quant.kernel.BlockCodes;
import org.p2vit.quant.kernel.LayerNormKernel;
import org.p2vit.quant.kernel.StreamCodes;
import org.p2vit.quant.spec.NumericContract;
import org.p2vit.testbench.check.LaneFormat;
import org.p2vit.testbench.cosim.bench.ArrayShape;
import org.p2vit.testbench.cosim.bench.BankImage;
import org.p2vit.testbench.cosim.bench.PlacedWords;
import org.p2vit.testbench.cosim.bench.StreamReads;
import org.p2vit.testbench.cosim.bench.StreamWords;
import org.p2vit.testbench.cosim.bench.UnitBench;
import org.p2vit.testbench.verilator.TapSpec;

/** NORM between models of the RES, NRP and ACT buffers. */
final class NormBench extends UnitBench {
    private static final int PARAMETER_BANKS = 6;

    /** How the codes of a row are made. */
    enum Codes {
        RANDOM,
        LEAST,
        GREATEST,
        /** Least and greatest in turn: the largest variance. */
        ALTERNATING,
        /** One greatest, the others least: the largest normalised value. */
        PEAK
    }

    /** How exponents, gain and offset are made. */
    enum Parameters {
        /** Of a size that leaves most results unsaturated. */
        USUAL,
        /** Gain and offset at their positive bounds, exponents at theirs. */
        GREATEST,
        /** Gain and offset at their negative bounds, exponents of 0. */
        LEAST,
        /** Anything in range. */
        ANY
    }

    record Job(int firstRow, int rows, int channels, int shift, Codes codes, Parameters parameters, Sync sync) {
        Job(int firstRow, int rows, int channels) {
            this(firstRow, rows, channels, 17, Codes.RANDOM, Parameters.USUAL, Sync.FREE);
        }

        Job with(Sync other) {
            return new Job(firstRow, rows, channels, shift, codes, parameters, other);
        }
    }

    private final BankImage stream = new BankImage("RES");
    private final BankImage parameters = new BankImage("NRP");
    private int next = 4;

    NormBench(ArrayShape shape, int maxDim, long seed, int readStall, int sinkStall) {
        super(
                "NORM",
                shape,
                shape.build(
                        "Norm" + maxDim,
                        () -> new NormTop(shape, maxDim),
                        new TapSpec("words", "unit.tapValid", "unit.tapData", 8 * shape.word())),
                NormCosimTests.class,
                seed);
        bench.add(new StreamReads(model, stream, StreamWords.bits(shape.word()), seed, readStall));
        parameters.answer(bench, "parameters", PARAMETER_BANKS, seed);
        takeWrites(seed, sinkStall);
    }

    int words(Job job) {
        return (job.channels() + shape.word() - 1) / shape.word();
    }

    /** Queues a command with its operands at new places of the buffers. */
    void queue(Job job) {
        int d = job.channels();
        short[] x = new short[job.rows() * d];
        for (int i = 0; i < x.length; i++) {
            x[i] = code(job.codes(), i / d, i % d, d);
        }
        byte[] exponents = new byte[job.rows() * BlockCodes.blocks(d)];
        for (int i = 0; i < exponents.length; i++) {
            exponents[i] = exponent(job);
        }
        short[] gain = new short[d];
        int[] offset = new int[d];
        for (int c = 0; c < d; c++) {
            gain[c] = gain(job);
            offset[c] = offset(job);
        }
        queue(job, new StreamCodes(x, exponents, d), gain, offset);
    }

    /** As above, with the operands stated. */
    void queue(Job job, StreamCodes x, short[] gain, int[] offset) {
        int d = job.channels();
        int words = words(job);
        int stride = words + random.nextInt(3);
        int resultStride = words + random.nextInt(3);
        int base = next;
        int rotation = random.nextInt(shape.tokenTile());
        putStream(x, job, base, stride);
        putParameters(gain, offset, words, base + 1);
        send(NormCommand.of(
                new StridedAddress(base + 2, resultStride),
                new StridedAddress(base, stride),
                new RowRange(job.firstRow(), job.rows()),
                rotation,
                words,
                base + 1,
                d,
                job.shift(),
                job.sync()));
        next += Math.max(words, shape.tiles(job.firstRow() + job.rows()) * stride);
        expect(LayerNormKernel.normalize(x, gain, offset, job.shift()), job, rotation, base + 2, resultStride);
    }

    private short code(Codes codes, int row, int channel, int channels) {
        return switch (codes) {
            case RANDOM -> StreamWords.random(random);
            case LEAST -> StreamWords.LEAST;
            case GREATEST -> StreamWords.GREATEST;
            case ALTERNATING -> (short) ((row + channel) % 2 == 0 ? StreamWords.LEAST : StreamWords.GREATEST);
            case PEAK -> (short) (channel == row % channels ? StreamWords.GREATEST : StreamWords.LEAST);
        };
    }

    private byte exponent(Job job) {
        return switch (job.parameters()) {
            case USUAL, ANY -> (byte) random.nextInt(StreamWords.MOST + 1);
            case GREATEST -> StreamWords.MOST;
            case LEAST -> 0;
        };
    }

    private short gain(Job job) {
        return switch (job.parameters()) {
            case USUAL -> (short) (random.nextInt(4000) - 2000);
            case GREATEST -> Short.MAX_VALUE;
            case LEAST -> Short.MIN_VALUE;
            case ANY -> (short) random.nextInt();
        };
    }

    private int offset(Job job) {
        return switch (job.parameters()) {
            case USUAL -> random.nextInt(1 << 20) - (1 << 19);
            case GREATEST -> NumericContract.MAX_NORM_OFFSET;
            case LEAST -> -NumericContract.MAX_NORM_OFFSET;
            case ANY -> random.nextInt(2 * NumericContract.MAX_NORM_OFFSET - 1) - NumericContract.MAX_NORM_OFFSET;
        };
    }

    private void putStream(StreamCodes x, Job job, int base, int stride) {
        int t = shape.tokenTile();
        int bytes = StreamWords.bytes(shape.word());
        byte[] packed = StreamWords.pack(x, shape.word());
        for (int i = 0; i < job.rows() * words(job); i++) {
            int at = job.firstRow() + i / words(job);
            byte[] one = Arrays.copyOfRange(packed, i * bytes, (i + 1) * bytes);
            stream.put(at % t, base + at / t * stride + i % words(job), one);
        }
    }

    /** Architecture §4: banks 0–1 gain, 2–5 offset; low byte first. */
    private void putParameters(short[] gain, int[] offset, int words, int base) {
        int w = shape.word();
        for (int word = 0; word < words; word++) {
            byte[][] banks = new byte[PARAMETER_BANKS][w];
            for (int lane = 0; lane < w && word * w + lane < gain.length; lane++) {
                int c = word * w + lane;
                for (int i = 0; i < 2; i++) {
                    banks[i][lane] = (byte) (gain[c] >> 8 * i);
                }
                for (int i = 0; i < 4; i++) {
                    banks[2 + i][lane] = (byte) (offset[c] >> 8 * i);
                }
            }
            for (int bank = 0; bank < PARAMETER_BANKS; bank++) {
                parameters.put(bank, base + word, banks[bank]);
            }
        }
    }

    private void expect(byte[] y, Job job, int rotation, int base, int stride) {
        int w = shape.word();
        int t = shape.tokenTile();
        for (int row = 0; row < job.rows(); row++) {
            int at = job.firstRow() + row;
            for (int word = 0; word < words(job); word++) {
                int count = Math.min(w, job.channels() - word * w);
                long[] values = new long[w];
                System.arraycopy(PlacedWords.numbers(y, row * job.channels() + word * w, count), 0, values, 0, count);
                written.expect(
                        (at + rotation) % t,
                        base + at / t * stride + word,
                        "norm",
                        at,
                        word * w,
                        LaneFormat.INT8,
                        values);
                tapped.expect("norm", at, word * w, LaneFormat.INT8, values);
            }
        }
    }
}
