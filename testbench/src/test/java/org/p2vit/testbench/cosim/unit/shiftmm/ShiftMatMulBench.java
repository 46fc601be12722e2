// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.unit.shiftmm;

import java.util.Arrays;
import org.p2vit.hw.program.ShiftMatMulCommand;
import org.p2vit.hw.program.StridedAddress;
import org.p2vit.hw.program.Sync;
import org.p2vit.quant.kernel.RequantKernel;
import org.p2vit.quant.kernel.ShiftMatMulKernel;
import org.p2vit.quant.kernel.WeightSumKernel;
import org.p2vit.testbench.check.LaneFormat;
import org.p2vit.testbench.cosim.bench.ArrayShape;
import org.p2vit.testbench.cosim.bench.BankImage;
import org.p2vit.testbench.cosim.bench.PlacedWords;
import org.p2vit.testbench.cosim.bench.UnitBench;
import org.p2vit.testbench.verilator.TapSpec;

/** SHIFTMM between models of the VAL, CODE and ACT buffers. */
final class ShiftMatMulBench extends UnitBench {
    /** One command: a head of {@code headWords} words; null values are random. */
    record Job(int rows, int keys, int headWords, int shift, CodeRows codes, Integer value, Sync sync) {
        Job(int rows, int keys, int headWords, int shift) {
            this(rows, keys, headWords, shift, CodeRows.ANY, null, Sync.FREE);
        }

        Job with(Sync other) {
            return new Job(rows, keys, headWords, shift, codes, value, other);
        }

        int steps(ArrayShape shape) {
            return shape.tiles(rows) * headWords * shape.tiles(keys);
        }
    }

    private final BankImage values = new BankImage("VAL");
    private final BankImage codes = new BankImage("CODE");
    private int next = 7;

    ShiftMatMulBench(ArrayShape shape, long seed, int sinkStall) {
        super(
                "SHIFTMM",
                shape,
                shape.build(
                        "ShiftMatMul",
                        () -> new ShiftMatMulTop(shape),
                        new TapSpec("words", "unit.tapValid", "unit.tapData", 8 * shape.word())),
                ShiftMatMulCosimTests.class,
                seed);
        values.answer(bench, "values", shape.tokenTile(), seed);
        codes.answer(bench, "codes", shape.tokenTile(), seed + 100);
        takeWrites(seed, sinkStall);
    }

    /** Queues a command with its operands at new places of the buffers. */
    void queue(Job job) {
        int t = shape.tokenTile();
        int w = shape.word();
        int dim = job.headWords() * w;
        int keyWords = (job.keys() + w - 1) / w;
        byte[] v = ArrayShape.codes(random, job.keys() * dim, job.value());
        byte[] c = new byte[job.rows() * job.keys()];
        for (int row = 0; row < job.rows(); row++) {
            System.arraycopy(job.codes().row(job.keys(), random), 0, c, row * job.keys(), job.keys());
        }
        int vStride = job.headWords() + random.nextInt(3);
        int cStride = keyWords + random.nextInt(3);
        int dStride = job.headWords() + random.nextInt(3);
        int base = next;
        byte[] padded = Arrays.copyOf(v, shape.tiles(job.keys()) * t * dim);
        fillRandom(padded, v.length);
        values.putRows(padded, dim, t, w, base, vStride);
        codes.putRows(packed(c, job, keyWords * w), keyWords * w / 2, t, w / 2, base + 1, cStride);
        send(ShiftMatMulCommand.of(
                new StridedAddress(base + 2, dStride),
                new StridedAddress(base, vStride),
                new StridedAddress(base + 1, cStride),
                job.rows(),
                job.keys(),
                job.headWords(),
                job.shift(),
                job.sync()));
        next += 1 + Math.max(shape.tiles(job.keys()) * vStride, shape.tiles(job.rows()) * cStride);
        expect(golden(c, v, job, dim), job, base + 2, dStride);
    }

    /** Codes as nibbles, lowest key first; 15 beyond the keys, anything in the rows of the last tile that do not exist. */
    private byte[] packed(byte[] c, Job job, int paddedKeys) {
        byte[] nibbles = new byte[shape.tiles(job.rows()) * shape.tokenTile() * paddedKeys / 2];
        fillRandom(nibbles, job.rows() * paddedKeys / 2);
        for (int row = 0; row < job.rows(); row++) {
            for (int key = 0; key < paddedKeys; key++) {
                int code = key < job.keys() ? c[row * job.keys() + key] : CodeRows.ZERO_CODE;
                nibbles[(row * paddedKeys + key) / 2] |= (byte) (code << 4 * (key & 1));
            }
        }
        return nibbles;
    }

    private void fillRandom(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            bytes[i] = (byte) random.nextInt();
        }
    }

    /** The golden kernel works on whole heads, so keys that are not there get weight zero, and rows some legal row. */
    private static byte[] golden(byte[] c, byte[] v, Job job, int dim) {
        int tokens = Math.max(job.rows(), job.keys());
        byte[] square = new byte[tokens * tokens];
        Arrays.fill(square, CodeRows.ZERO_CODE);
        for (int row = 0; row < tokens; row++) {
            int from = Math.min(row, job.rows() - 1) * job.keys();
            System.arraycopy(c, from, square, row * tokens, job.keys());
        }
        int[] acc = ShiftMatMulKernel.accumulate(square, Arrays.copyOf(v, tokens * dim), tokens, dim, 0, dim);
        int[] mean = WeightSumKernel.divide(acc, WeightSumKernel.logarithmic(square, tokens));
        return RequantKernel.requantize(mean, job.shift());
    }

    private void expect(byte[] result, Job job, int base, int stride) {
        int t = shape.tokenTile();
        int w = shape.word();
        for (int tile = 0; tile < shape.tiles(job.rows()); tile++) {
            for (int word = 0; word < job.headWords(); word++) {
                for (int row = tile * t; row < Math.min(job.rows(), (tile + 1) * t); row++) {
                    long[] y = PlacedWords.numbers(result, (row * job.headWords() + word) * w, w);
                    written.expect(
                            row % t, base + tile * stride + word, "attention", row, word * w, LaneFormat.INT8, y);
                    tapped.expect("attention", row, word * w, LaneFormat.INT8, y);
                }
            }
        }
    }
}
