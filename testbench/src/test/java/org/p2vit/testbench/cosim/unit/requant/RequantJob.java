// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.unit.requant;

import static org.p2vit.quant.spec.NumericContract.MAX_BIAS;
import static org.p2vit.quant.spec.NumericContract.MAX_RESIDUAL_SHIFT;
import static org.p2vit.quant.spec.NumericContract.MAX_ROW_EXPONENT;
import static org.p2vit.quant.spec.NumericContract.MAX_SHIFT;
import static org.p2vit.quant.spec.NumericContract.MAX_STREAM_EXPONENT;
import static org.p2vit.quant.spec.NumericContract.MAX_TOKENS;

import java.util.Random;
import org.p2vit.hw.program.GeluRows;
import org.p2vit.hw.program.RequantCommand.Destination;
import org.p2vit.hw.program.RowRange;
import org.p2vit.hw.program.Sync;
import org.p2vit.quant.kernel.BlockCodes;
import org.p2vit.quant.kernel.FixedPoint;
import org.p2vit.quant.kernel.GeluKernel;
import org.p2vit.quant.kernel.RequantKernel;
import org.p2vit.quant.kernel.StreamCodes;
import org.p2vit.quant.kernel.WeightSumKernel;
import org.p2vit.quant.spec.NumericContract;
import org.p2vit.testbench.cosim.bench.ArrayShape;
import org.p2vit.testbench.cosim.bench.StreamWords;
import org.p2vit.testbench.cosim.unit.softmax.SoftmaxBench;

/**
 * One REQUANT command.
 *
 * @param destination SOFTMAX takes no parameters and the shift of the command
 * @param extreme operands at the ends of their ranges, else random
 * @param divide accumulators are divided by the sum of their row's weights, no parameters
 * @param rowExponents rows of accumulators have exponents
 */
record RequantJob(
        Destination destination,
        RowRange rows,
        int outTiles,
        boolean residual,
        GeluRows gelu,
        boolean extreme,
        boolean divide,
        boolean rowExponents,
        Sync sync) {
    RequantJob(Destination destination, RowRange rows, int outTiles, boolean residual) {
        this(destination, rows, outTiles, residual, false, Sync.FREE);
    }

    RequantJob(Destination destination, RowRange rows, int outTiles, boolean residual, boolean extreme, Sync sync) {
        this(destination, rows, outTiles, residual, null, extreme, false, false, sync);
    }

    /** To ACT. */
    static RequantJob ofGelu(RowRange rows, int outTiles, GeluRows gelu, boolean extreme) {
        return new RequantJob(Destination.ACT, rows, outTiles, false, gelu, extreme, false, false, Sync.FREE);
    }

    /** A·V on the multipliers. */
    static RequantJob ofAttention(RowRange rows, int outTiles, boolean extreme) {
        return new RequantJob(Destination.ACT, rows, outTiles, false, null, extreme, true, false, Sync.FREE);
    }

    RequantJob with(Sync other) {
        return new RequantJob(destination, rows, outTiles, residual, gelu, extreme, divide, rowExponents, other);
    }

    RequantJob withRowExponents() {
        return new RequantJob(destination, rows, outTiles, residual, gelu, extreme, divide, true, sync);
    }

    int tiles(ArrayShape shape) {
        return shape.tiles(rows.first() + rows.count());
    }

    boolean toSoftmax() {
        return destination == Destination.SOFTMAX;
    }

    boolean toOut() {
        return destination == Destination.OUT;
    }

    boolean selects(int row) {
        return row >= rows.first() && row < rows.first() + rows.count();
    }

    /** Of uniform weights. */
    private static final int LEAST_SUM = 255;

    /** Operands of all rows of the command's tiles, {@code outputs} wide. */
    record Operands(
            int outputs,
            int[] acc,
            byte[] rowExponents,
            int[] bias,
            byte[] shift,
            StreamCodes residual,
            byte[] residualShift,
            int[] sums) {
        /** What goes through GELU. */
        BlockCodes activated(RequantJob job) {
            int[] h = RequantKernel.widened(acc, bias, shift);
            return GeluKernel.apply(h, outputs, job.gelu().gelu().shift());
        }

        /** What goes to the residual stream. */
        StreamCodes stream(RequantJob job) {
            return RequantKernel.stream(acc, rowExponents, bias, shift, added(job), residualShift);
        }

        private StreamCodes added(RequantJob job) {
            return job.residual()
                    ? residual
                    : new StreamCodes(new short[acc.length], new byte[residual.exponents().length], outputs);
        }

        /** Exponents of blocks, 0 where words have none. */
        byte[] exponents(RequantJob job) {
            if (job.gelu() != null) {
                return activated(job).exponents();
            }
            return job.destination() == Destination.RES ? stream(job).exponents() : new byte[acc.length / 8];
        }

        short[] codes(RequantJob job) {
            if (job.divide()) {
                return wide(RequantKernel.requantize(WeightSumKernel.divide(acc, sums), shift[0]));
            }
            if (job.toSoftmax()) {
                return wide(RequantKernel.requantize(acc, shift[0]));
            }
            if (job.gelu() != null) {
                return wide(activated(job).codes());
            }
            if (job.destination() == Destination.RES) {
                return stream(job).codes();
            }
            return wide(saturated(added(job)));
        }

        /** No layer adds a residual and writes int8, so there is no kernel; contract §2. */
        private byte[] saturated(StreamCodes added) {
            byte[] codes = new byte[acc.length];
            for (int i = 0; i < codes.length; i++) {
                int o = i % outputs;
                long s = ((long) acc[i] << 4) >> shift[o] - rowExponents[i / outputs];
                int r = added.codes()[i] << 12 >> residualShift[o] - added.exponents()[i / 8];
                codes[i] = FixedPoint.saturate8(s + bias[o] + r + 8 >> 4);
            }
            return codes;
        }

        private static short[] wide(byte[] codes) {
            short[] wide = new short[codes.length];
            for (int i = 0; i < wide.length; i++) {
                wide[i] = codes[i];
            }
            return wide;
        }

        /** What a row is divided by, three bytes each. */
        byte[] divisors() {
            byte[] bytes = new byte[3 * sums.length];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (SoftmaxBench.divisor(sums[i / 3]) >> i % 3 * 8);
            }
            return bytes;
        }

        int[] logits() {
            return RequantKernel.logits(acc, bias, shift);
        }
    }

    Operands operands(ArrayShape shape, Random random) {
        int outputs = outTiles * shape.word();
        int numbers = tiles(shape) * shape.tokenTile() * outputs;
        int[] acc = new int[numbers];
        short[] old = new short[numbers];
        byte[] blocks = new byte[numbers / NumericContract.EXPONENT_BLOCK];
        // Positions have no exponents of their own, but smaller shifts.
        boolean ofStream = random.nextBoolean();
        for (int block = 0; ofStream && block < blocks.length; block++) {
            blocks[block] = (byte) upTo(MAX_STREAM_EXPONENT, random);
        }
        for (int i = 0; i < numbers; i++) {
            acc[i] = extreme ? end(random, 1 << 26) : spread(random, 26);
            old[i] = extreme ? end(random) : StreamWords.random(random);
        }
        int[] bias = new int[outputs];
        byte[] shift = new byte[outputs];
        byte[] residualShift = new byte[outputs];
        for (int o = 0; o < outputs; o++) {
            bias[o] = extreme ? end(random, MAX_BIAS) : spread(random, 24);
            shift[o] = (byte) upTo(MAX_SHIFT, random);
            residualShift[o] = (byte) Math.max(upTo(MAX_RESIDUAL_SHIFT, random), ofStream ? MAX_STREAM_EXPONENT : 0);
        }
        byte[] exponents = new byte[numbers / outputs];
        if (rowExponents) {
            for (int o = 0; o < outputs; o++) {
                shift[o] = (byte) Math.max(shift[o], MAX_ROW_EXPONENT);
            }
            for (int row = 0; row < exponents.length; row++) {
                exponents[row] = (byte) upTo(MAX_ROW_EXPONENT, random);
            }
        }
        int[] sums = new int[numbers / outputs];
        for (int row = 0; row < sums.length; row++) {
            sums[row] = LEAST_SUM * (extreme ? random.nextBoolean() ? 1 : MAX_TOKENS : 1 + random.nextInt(MAX_TOKENS))
                    + (extreme ? 0 : random.nextInt(LEAST_SUM));
            for (int i = row * outputs; divide && i < (row + 1) * outputs; i++) {
                acc[i] = extreme ? end(random, 127 * sums[row]) : (int) (sums[row] * (255 * random.nextDouble() - 127));
            }
        }
        if (divide) {
            shift[0] = (byte) upTo(MAX_SHIFT, random);
        }
        StreamCodes residuals = new StreamCodes(old, blocks, outputs);
        return new Operands(outputs, acc, exponents, bias, shift, residuals, residualShift, sums);
    }

    private int upTo(int most, Random random) {
        return extreme ? random.nextInt(2) * most : random.nextInt(most + 1);
    }

    private static short end(Random random) {
        return (short) (random.nextBoolean() ? StreamWords.LEAST : StreamWords.GREATEST);
    }

    private static int end(Random random, int limit) {
        return random.nextBoolean() ? limit : -limit;
    }

    /** All magnitudes alike, so that no shift saturates everything. */
    private static int spread(Random random, int bits) {
        return random.nextInt() >> 31 - random.nextInt(bits + 1);
    }
}
