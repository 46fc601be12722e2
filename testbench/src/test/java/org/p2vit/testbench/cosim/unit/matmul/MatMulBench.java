// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.unit.matmul;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.config.ProcessingElement;
import org.p2vit.hw.port.AccumulatorRows;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.MatMulCommand;
import org.p2vit.hw.program.StridedAddress;
import org.p2vit.hw.program.Sync;
import org.p2vit.quant.kernel.LinearKernel;
import org.p2vit.quant.spec.NumericContract;
import org.p2vit.testbench.bus.Bench;
import org.p2vit.testbench.bus.StreamSink;
import org.p2vit.testbench.bus.StreamSource;
import org.p2vit.testbench.check.LaneFormat;
import org.p2vit.testbench.check.Repeat;
import org.p2vit.testbench.check.Verdict;
import org.p2vit.testbench.check.WordChecker;
import org.p2vit.testbench.cosim.bench.ArrayShape;
import org.p2vit.testbench.cosim.bench.BankImage;
import org.p2vit.testbench.cosim.bench.CommandBytes;
import org.p2vit.testbench.cosim.bench.UnitMonitor;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.TapSpec;

/** MATMUL between models of its buffers and of REQUANT; every accumulator is compared with the golden kernel. */
final class MatMulBench implements AutoCloseable {
    private static final LaneFormat ACCUMULATOR = new LaneFormat(AccumulatorRows.BITS, true);

    /** What the operands are. */
    enum Kind {
        INT8,
        /** Weights of 4 bits. */
        INT4,
        /** Activations without sign. */
        UNSIGNED,
        /** Blocks of activations have exponents. */
        ROWS
    }

    /** One command: {@code tiles} token tiles, {@code outTiles} times W outputs, {@code depthWords} times W deep. */
    record Job(int tiles, int outTiles, int depthWords, Kind kind, Integer activation, Integer weight, Sync sync) {
        Job(int tiles, int outTiles, int depthWords) {
            this(tiles, outTiles, depthWords, Kind.INT8, null, null, Sync.FREE);
        }

        Job of(Kind other) {
            return new Job(tiles, outTiles, depthWords, other, activation, weight, sync);
        }

        /** With weights of 4 bits. */
        Job narrowed() {
            return of(Kind.INT4);
        }

        boolean int4() {
            return kind == Kind.INT4;
        }

        /** The same code everywhere. */
        Job filled(int activation, int weight) {
            return new Job(tiles, outTiles, depthWords, kind, activation, weight, sync);
        }

        int steps(ProcessingElement pe) {
            int together = int4() ? pe.int4Tiles() : 1;
            return tiles * ((outTiles + together - 1) / together) * depthWords;
        }

        Job with(Sync other) {
            return new Job(tiles, outTiles, depthWords, kind, activation, weight, other);
        }
    }

    private final ArrayShape shape;
    private final long seed;
    private final Random random;
    private final Model model;
    private final Bench bench;
    private final StreamSource commands;
    private final StreamSink<byte[][]> sink;
    private final UnitMonitor counters;
    private final WordChecker port;
    private final WordChecker tap;
    private final BankImage activations = new BankImage("ACT");
    private final BankImage exponents = new BankImage("ROWE");
    private final BankImage weights = new BankImage("WGT");
    private int expected;
    private int aNext = 3;
    private int bNext = 5;
    private int eNext = 7;

    /** Without unsigned activations. */
    MatMulBench(ArrayShape shape, ProcessingElement pe, long seed, int sinkStall) {
        this(shape, pe, AttentionKind.SHIFT, seed, sinkStall);
    }

    MatMulBench(ArrayShape shape, ProcessingElement pe, AttentionKind attention, long seed, int sinkStall) {
        this.shape = shape;
        this.seed = seed;
        random = new Random(seed);
        int tapBits = 32 * shape.word() * shape.lanes();
        TapSpec rows = new TapSpec("rows", "unit.tapValid", "unit.tapData", tapBits);
        model = shape.open("MatMul_" + pe + "_" + attention, seed, () -> new MatMulTop(shape, pe, attention), rows);
        bench = new Bench(model);
        commands = bench.add(new StreamSource(model, "command", seed, 0));
        activations.answer(bench, "activations", shape.tokenTile(), seed);
        exponents.answer(bench, "exponents", shape.tokenTile(), seed);
        weights.answer(bench, "weights", shape.word(), seed);
        sink = bench.add(new StreamSink<>(model, "accumulators", seed, sinkStall, this::rows));
        counters = bench.add(new UnitMonitor(model));
        Repeat repeat = Repeat.test(MatMulCosimTests.class, seed);
        port = new WordChecker("MATMUL", repeat);
        tap = new WordChecker("MATMUL", repeat);
    }

    private byte[][] rows(Model pins) {
        byte[][] rows = new byte[shape.lanes()][];
        for (int lane = 0; lane < rows.length; lane++) {
            rows[lane] = pins.getBytes(pins.pin("accumulators_payload_rows_" + lane));
        }
        return rows;
    }

    UnitMonitor counters() {
        return counters;
    }

    void step(int cycles) {
        bench.step(cycles);
    }

    /** Queues a command with its operands at new places of the buffers. */
    void queue(Job job) {
        int t = shape.tokenTile();
        int w = shape.word();
        int inputs = job.depthWords() * w;
        int outputs = job.outTiles() * w;
        byte[] a = ArrayShape.codes(random, job.tiles() * t * inputs, job.activation());
        byte[] b = ArrayShape.codes(random, outputs * inputs, job.weight());
        int aStride = job.depthWords() + random.nextInt(3);
        int bStride = job.depthWords() + random.nextInt(3);
        byte[] blocks = new byte[a.length / NumericContract.EXPONENT_BLOCK];
        byte[] rows = new byte[job.tiles() * t];
        if (job.kind() == Kind.ROWS) {
            exponents(blocks, rows);
            exponents.putRows(rows, 1, t, 1, eNext, 1);
        }
        int rowBytes = job.depthWords() * (w + 1);
        activations.putRows(withExponents(a, blocks), rowBytes, t, w + 1, aNext, aStride);
        if (job.int4()) {
            for (int i = 0; i < b.length; i++) {
                b[i] = (byte) (b[i] << 4);
            }
        }
        weights.putRows(job.int4() ? halves(b, inputs) : b, inputs, w, w, bNext, bStride);
        send(command(job, new StridedAddress(aNext, aStride), new StridedAddress(bNext, bStride)));
        align(a, blocks, rows);
        eNext += job.tiles();
        aNext += job.tiles() * aStride;
        bNext += job.outTiles() * bStride;
        int[] acc = job.kind() == Kind.UNSIGNED
                ? unsignedProduct(a, inputs, b)
                : LinearKernel.accumulate(a, job.tiles() * t, inputs, b, outputs);
        expect(acc, job, outputs);
    }

    /** Of blocks, some rows with the same everywhere, and the greatest of each row. */
    private void exponents(byte[] blocks, byte[] rows) {
        int inRow = blocks.length / rows.length;
        for (int row = 0; row < rows.length; row++) {
            int most = random.nextInt(NumericContract.MAX_ROW_EXPONENT + 1);
            int least = random.nextInt(4) == 0 ? most : 0;
            for (int i = row * inRow; i < (row + 1) * inRow; i++) {
                blocks[i] = (byte) (least + random.nextInt(most - least + 1));
                rows[row] = (byte) Math.max(rows[row], blocks[i]);
            }
        }
    }

    /** Words as they lie in ACT, each in a byte more than its codes. */
    private byte[] withExponents(byte[] codes, byte[] blocks) {
        int w = shape.word();
        int inWord = w / NumericContract.EXPONENT_BLOCK;
        byte[] words = new byte[codes.length / w * (w + 1)];
        for (int word = 0; word < codes.length / w; word++) {
            System.arraycopy(codes, word * w, words, word * (w + 1), w);
            for (int block = 0; block < inWord; block++) {
                words[word * (w + 1) + w] |= (byte) (blocks[word * inWord + block] << 3 * block);
            }
        }
        return words;
    }

    /** Contract §6.1, in floating point, which is exact here. */
    private static void align(byte[] codes, byte[] blocks, byte[] rows) {
        for (int i = 0; i < codes.length; i++) {
            int distance = rows[i / (codes.length / rows.length)] - blocks[i / NumericContract.EXPONENT_BLOCK];
            codes[i] = (byte) Math.floor(Math.scalb(codes[i], -distance) + (distance == 0 ? 0 : 0.5));
        }
    }

    private Command command(Job job, StridedAddress a, StridedAddress b) {
        if (job.kind() == Kind.ROWS) {
            return MatMulCommand.ofRows(a, eNext, b, job.tiles(), job.outTiles(), job.depthWords(), false, job.sync());
        }
        return job.kind() == Kind.UNSIGNED
                ? MatMulCommand.ofUnsigned(a, b, job.tiles(), job.outTiles(), job.depthWords(), job.sync())
                : MatMulCommand.of(a, b, job.tiles(), job.outTiles(), job.depthWords(), job.int4(), job.sync());
    }

    private static int[] unsignedProduct(byte[] a, int inputs, byte[] b) {
        int outputs = b.length / inputs;
        int[] acc = new int[a.length / inputs * outputs];
        for (int i = 0; i < acc.length; i++) {
            for (int k = 0; k < inputs; k++) {
                acc[i] += Byte.toUnsignedInt(a[i / outputs * inputs + k]) * b[i % outputs * inputs + k];
            }
        }
        return acc;
    }

    /** RowRange of two output tiles in one, the first in the low halves of the bytes. */
    private byte[] halves(byte[] codes, int inputs) {
        int tile = shape.word() * inputs;
        int tiles = codes.length / tile;
        byte[] bytes = new byte[(tiles + 1) / 2 * tile];
        for (int i = 0; i < codes.length; i++) {
            int at = i / tile / 2 * tile + i % tile;
            bytes[at] |= (byte) ((codes[i] >> 4 & 15) << 4 * (i / tile % 2));
        }
        return bytes;
    }

    void send(Command command) {
        commands.send(CommandBytes.of(command, 0));
    }

    private void expect(int[] acc, Job job, int outputs) {
        for (int tile = 0; tile < job.tiles(); tile++) {
            for (int column = 0; column < outputs; column += shape.word()) {
                for (int inTile = 0; inTile < shape.tokenTile(); inTile++) {
                    int row = tile * shape.tokenTile() + inTile;
                    long[] sums = new long[shape.word()];
                    for (int o = 0; o < sums.length; o++) {
                        sums[o] = acc[row * outputs + column + o];
                    }
                    port.expect("accumulators", row, column, ACCUMULATOR, sums);
                    tap.expect("accumulators", row, column, LaneFormat.INT32, sums);
                }
            }
        }
        expected += job.tiles() * job.outTiles() * shape.groups();
    }

    /** Runs until every row group has come, then some cycles in which nothing may come. */
    void finish(int maxCycles) {
        bench.stepUntil(() -> sink.count() >= expected, maxCycles);
        bench.step(50);
        for (int i = 0; i < sink.count(); i++) {
            for (byte[] row : sink.words().get(i)) {
                port.word(sink.cycleOf(i), row);
            }
        }
        model.tap("rows").drain().forEach(word -> tapRows(word.cycle(), word.data()));
        Verdict verdict = Verdict.all(List.of(port.verdict(), tap.verdict()));
        verdict.requirePassed();
        long words = 2L * expected * shape.lanes();
        if (verdict.wordsChecked() != words) {
            throw new AssertionError("%s, seed %d: %d words wanted, %s".formatted(shape, seed, words, verdict));
        }
    }

    private void tapRows(long cycle, byte[] data) {
        int rowBytes = Integer.BYTES * shape.word();
        for (int lane = 0; lane < shape.lanes(); lane++) {
            tap.word(cycle, Arrays.copyOfRange(data, lane * rowBytes, (lane + 1) * rowBytes));
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
