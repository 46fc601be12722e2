// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.unit.softmax;

import java.util.Arrays;
import java.util.List;
import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.program.SoftmaxCommand;
import org.p2vit.hw.program.StridedAddress;
import org.p2vit.hw.program.Sync;
import org.p2vit.quant.kernel.ContractTables;
import org.p2vit.quant.kernel.SoftmaxKernel;
import org.p2vit.quant.kernel.UniformSoftmaxKernel;
import org.p2vit.quant.kernel.WeightSumKernel;
import org.p2vit.quant.spec.NumericContract;
import org.p2vit.testbench.bus.BusModel;
import org.p2vit.testbench.bus.StreamSink;
import org.p2vit.testbench.check.LaneFormat;
import org.p2vit.testbench.check.Repeat;
import org.p2vit.testbench.check.Verdict;
import org.p2vit.testbench.check.WordChecker;
import org.p2vit.testbench.cosim.bench.PlacedWords;
import org.p2vit.testbench.cosim.bench.UnitBench;
import org.p2vit.testbench.cosim.unit.WrittenBanks;

/** SOFTMAX between models of REQUANT and of the buffers it writes: CODE, or ACT, which can refuse, and the row divisors. */
public final class SoftmaxBench extends UnitBench {
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

    /** Of a row: 15 bits of reciprocal, 4 of magnitude. */
    private static final LaneFormat DIVISOR = new LaneFormat(19, false);

    private final boolean uniform;
    private final LaneFormat format;
    private final LogitSource source;
    /** Where codes are uniform. */
    private final PlacedWords divisors;

    private final WordChecker tappedSums;
    private int next = 9;
    private int nextDivisor = 5;

    /** @param refused percentage of cycles in which the buffer refuses uniform codes */
    SoftmaxBench(SoftmaxCase unit, int maxTokens, long seed, int sourceStall, int refused) {
        super("SOFTMAX", unit.shape(), unit.build(maxTokens), SoftmaxCosimTests.class, seed);
        uniform = unit.attention() == AttentionKind.MULTIPLY;
        format = unit.format();
        source = bench.add(new LogitSource(shape, model, seed, sourceStall));
        Repeat repeat = Repeat.test(SoftmaxCosimTests.class, seed);
        divisors = new PlacedWords("SOFTMAX divisors", repeat);
        tappedSums = new WordChecker("SOFTMAX sums tap", repeat);
        if (uniform) {
            bench.add(new StreamSink<>(model, "codes", seed, refused, pins -> take("codes_payload", written)));
            bench.add(new GroupWrites("divisors", divisors));
        } else {
            bench.add(new GroupWrites("write", written));
        }
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
        StridedAddress place = new StridedAddress(next, stride);
        if (uniform) {
            send(SoftmaxCommand.ofUniform(place, nextDivisor, job.rows(), job.keys(), job.shift(), job.sync()));
            // SOFTMAX has the class token as its last key, the kernel as its first.
            byte[] rotated = rotated(logits, job.keys(), 1);
            byte[] codes = rotated(
                    UniformSoftmaxKernel.codes(rotated, job.rows(), job.keys(), 1, job.shift()), job.keys(), -1);
            expect(codes, job, next, stride);
            expectSums(WeightSumKernel.uniform(codes, job.keys()));
            nextDivisor += shape.tiles(job.rows());
        } else {
            send(SoftmaxCommand.of(place, job.rows(), job.keys(), job.shift(), job.sync()));
            expect(SoftmaxKernel.codes(logits, job.rows(), job.keys(), job.shift()), job, next, stride);
        }
        next += shape.tiles(job.rows()) * stride;
    }

    private static byte[] rotated(byte[] rows, int keys, int by) {
        byte[] rotated = new byte[rows.length];
        for (int i = 0; i < rows.length; i++) {
            rotated[i / keys * keys + Math.floorMod(i + by, keys)] = rows[i];
        }
        return rotated;
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
                    written.expect(row % shape.tokenTile(), address, "codes", row, word * w, format, c);
                    System.arraycopy(c, 0, taps, lanes++ * w, w);
                }
                tapped.expect("codes", group * shape.lanes(), word * w, format, Arrays.copyOf(taps, lanes * w));
            }
        }
    }

    private long[] codeWord(byte[] codes, Job job, int row, int word) {
        long[] c = new long[shape.word()];
        Arrays.fill(c, uniform ? 0 : NumericContract.SOFTMAX_ZERO_CODE);
        for (int i = 0; i < c.length && word * c.length + i < job.keys(); i++) {
            c[i] = Byte.toUnsignedInt(codes[row * job.keys() + word * c.length + i]);
        }
        return c;
    }

    private void expectSums(int[] sums) {
        int lanes = shape.lanes();
        for (int group = 0; group * lanes < sums.length; group++) {
            int count = Math.min(lanes, sums.length - group * lanes);
            long[] taps = new long[count];
            for (int i = 0; i < count; i++) {
                int row = group * lanes + i;
                int address = nextDivisor + row / shape.tokenTile();
                divisors.expect(row % shape.tokenTile(), address, "divisor", row, 0, DIVISOR, divisor(sums[row]));
                taps[i] = sums[row];
            }
            tappedSums.expect("sum", group * lanes, 0, SoftmaxCase.SUM, taps);
        }
    }

    /** R of the contract's §5.2 and above it the length of the sum beyond the least, that of 255. */
    public static long divisor(int sum) {
        int length = 31 - Integer.numberOfLeadingZeros(sum);
        int index = ((sum << 8) >> length) & 255;
        return ((length - 7L) << 15) | ContractTables.tableR()[index];
    }

    @Override
    protected List<Verdict> furtherVerdicts() {
        if (!uniform) {
            return List.of();
        }
        model.tap("sums").drain().forEach(word -> tappedSums.word(word.cycle(), word.data()));
        return List.of(divisors.verdict(), tappedSums.verdict());
    }

    /** The words of a port whose lanes are neighbouring banks. */
    private Object take(String port, PlacedWords words) {
        for (int bank : WrittenBanks.of(model, port, shape.lanes())) {
            byte[] data = model.getBytes(model.pin(port + "_data_" + bank % shape.lanes()));
            words.word(model.cycle() - 1, bank, (int) model.get(port + "_address"), data);
        }
        return port;
    }

    /** A write port that is never refused. */
    private final class GroupWrites implements BusModel {
        private final String port;
        private final PlacedWords words;

        GroupWrites(String port, PlacedWords words) {
            this.port = port;
            this.words = words;
        }

        @Override
        public void drive() {
            // Nothing is ever refused.
        }

        @Override
        public void sample() {
            if (model.get(port + "Valid") == 1) {
                take(port, words);
            }
        }
    }
}
