// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim;

import static org.p2vit.quant.spec.NumericContract.MAX_BIAS;
import static org.p2vit.quant.spec.NumericContract.MAX_RESIDUAL_SHIFT;
import static org.p2vit.quant.spec.NumericContract.MAX_SHIFT;
import static org.p2vit.quant.spec.NumericContract.MAX_UNIFORM_VALUE_SHIFT;

import java.util.Random;
import org.p2vit.hw.program.Command.Destination;
import org.p2vit.hw.program.Command.Rows;
import org.p2vit.hw.program.Sync;
import org.p2vit.quant.kernel.GeluKernel;
import org.p2vit.quant.kernel.RequantKernel;

/**
 * One REQUANT command.
 *
 * @param destination encoding of {@link Destination}; SOFTMAX takes no parameters and the shift of the command
 * @param extreme operands at the ends of their ranges, else random
 * @param rowShift the shift of the command and one of each row, no parameters
 */
record RequantJob(
        int destination,
        Rows rows,
        int outTiles,
        boolean residual,
        boolean gelu,
        boolean extreme,
        boolean rowShift,
        Sync sync) {
    RequantJob(int destination, Rows rows, int outTiles, boolean residual, boolean gelu) {
        this(destination, rows, outTiles, residual, gelu, false, Sync.FREE);
    }

    RequantJob(int destination, Rows rows, int outTiles, boolean residual, boolean gelu, boolean extreme, Sync sync) {
        this(destination, rows, outTiles, residual, gelu, extreme, false, sync);
    }

    /** A·V on the multipliers. */
    static RequantJob ofAttention(Rows rows, int outTiles, boolean extreme) {
        return new RequantJob(Destination.REQUANT_ACT, rows, outTiles, false, false, extreme, true, Sync.FREE);
    }

    RequantJob with(Sync other) {
        return new RequantJob(destination, rows, outTiles, residual, gelu, extreme, rowShift, other);
    }

    int tiles(ArrayShape shape) {
        return shape.tiles(rows.first() + rows.count());
    }

    boolean toSoftmax() {
        return destination == Destination.REQUANT_SOFTMAX;
    }

    boolean toOut() {
        return destination == Destination.REQUANT_OUT;
    }

    boolean selects(int row) {
        return row >= rows.first() && row < rows.first() + rows.count();
    }

    private static final int MAX_ROW_SHIFT = MAX_SHIFT - MAX_UNIFORM_VALUE_SHIFT;

    /** Operands of all rows of the command's tiles, {@code outputs} wide. */
    record Operands(
            int outputs, int[] acc, int[] bias, byte[] shift, byte[] residual, byte[] residualShift, byte[] exponents) {
        byte[] codes(RequantJob job, byte[] table) {
            if (job.rowShift()) {
                return RequantKernel.requantize(acc, shift[0], exponents);
            }
            byte[] codes = job.toSoftmax()
                    ? RequantKernel.requantize(acc, shift[0])
                    : job.residual()
                            ? RequantKernel.requantize(acc, bias, shift, residual, residualShift)
                            : RequantKernel.requantize(acc, bias, shift);
            return job.gelu() ? GeluKernel.apply(codes, table) : codes;
        }

        int[] logits() {
            return RequantKernel.logits(acc, bias, shift);
        }
    }

    Operands operands(ArrayShape shape, Random random) {
        int outputs = outTiles * shape.word();
        int numbers = tiles(shape) * shape.tokenTile() * outputs;
        int[] acc = new int[numbers];
        byte[] old = new byte[numbers];
        for (int i = 0; i < numbers; i++) {
            acc[i] = extreme ? end(random, 1 << 26) : spread(random, 26);
            old[i] = (byte) (extreme ? random.nextBoolean() ? -128 : 127 : random.nextInt());
        }
        int[] bias = new int[outputs];
        byte[] shift = new byte[outputs];
        byte[] residualShift = new byte[outputs];
        for (int o = 0; o < outputs; o++) {
            bias[o] = extreme ? end(random, MAX_BIAS) : spread(random, 24);
            shift[o] = (byte) upTo(MAX_SHIFT, random);
            residualShift[o] = (byte) (extreme ? MAX_RESIDUAL_SHIFT : random.nextInt(MAX_RESIDUAL_SHIFT + 1));
        }
        byte[] exponents = new byte[numbers / outputs];
        for (int row = 0; row < exponents.length; row++) {
            exponents[row] = (byte) upTo(MAX_ROW_SHIFT, random);
        }
        if (rowShift) {
            shift[0] = (byte) upTo(MAX_UNIFORM_VALUE_SHIFT, random);
        }
        return new Operands(outputs, acc, bias, shift, old, residualShift, exponents);
    }

    private int upTo(int most, Random random) {
        return extreme ? random.nextInt(2) * most : random.nextInt(most + 1);
    }

    private static int end(Random random, int limit) {
        return random.nextBoolean() ? limit : -limit;
    }

    /** All magnitudes alike, so that no shift saturates everything. */
    private static int spread(Random random, int bits) {
        return random.nextInt() >> 31 - random.nextInt(bits + 1);
    }
}
