// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim;

import static org.p2vit.quant.spec.NumericContract.MAX_BIAS;
import static org.p2vit.quant.spec.NumericContract.MAX_RESIDUAL_SHIFT;
import static org.p2vit.quant.spec.NumericContract.MAX_SHIFT;

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
 */
record RequantJob(
        int destination, Rows rows, int outTiles, boolean residual, boolean gelu, boolean extreme, Sync sync) {
    RequantJob(int destination, Rows rows, int outTiles, boolean residual, boolean gelu) {
        this(destination, rows, outTiles, residual, gelu, false, Sync.FREE);
    }

    RequantJob with(Sync other) {
        return new RequantJob(destination, rows, outTiles, residual, gelu, extreme, other);
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

    /** Operands of all rows of the command's tiles, {@code outputs} wide. */
    record Operands(int outputs, int[] acc, int[] bias, byte[] shift, byte[] residual, byte[] residualShift) {
        byte[] codes(RequantJob job, byte[] table) {
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
            shift[o] = (byte) (extreme ? random.nextInt(2) * MAX_SHIFT : random.nextInt(MAX_SHIFT + 1));
            residualShift[o] = (byte) (extreme ? MAX_RESIDUAL_SHIFT : random.nextInt(MAX_RESIDUAL_SHIFT + 1));
        }
        return new Operands(outputs, acc, bias, shift, old, residualShift);
    }

    private static int end(Random random, int limit) {
        return random.nextBoolean() ? limit : -limit;
    }

    /** All magnitudes alike, so that no shift saturates everything. */
    private static int spread(Random random, int bits) {
        return random.nextInt() >> 31 - random.nextInt(bits + 1);
    }
}
