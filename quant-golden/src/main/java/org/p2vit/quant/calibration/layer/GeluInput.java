// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.layer;

import java.util.List;
import org.p2vit.quant.kernel.AlignKernel;
import org.p2vit.quant.kernel.BlockCodes;
import org.p2vit.quant.kernel.RowCodes;
import org.p2vit.quant.model.Exponents;
import org.p2vit.quant.model.QuantizedGelu;
import org.p2vit.quant.spec.NumericContract;

/**
 * The input of fc2: what GELU writes in blocks with exponents of their own, taken to the exponents of rows (contract §6,
 * §6.1). Nothing is lost by a fine exponent as long as the exponents of the blocks reach all values, so none is searched for.
 */
public final class GeluInput {
    /** Values of other images may be greater than those of the calibration by so many powers of two. */
    private static final int HEADROOM = 1;

    private GeluInput() {}

    /**
     * The finest exponent of GELU's output that is of use.
     *
     * @param rows the output on sample rows
     * @param accumulator the greatest exponent of an accumulator of fc1; h need not be finer
     */
    public static int exponent(List<float[]> rows, int accumulator) {
        float greatest = 0;
        for (float[] row : rows) {
            greatest = Math.max(greatest, WeightRow.greatest(row));
        }
        double reach = Math.scalb((double) NumericContract.INT8_MAX, NumericContract.MAX_ROW_EXPONENT - HEADROOM);
        int exponent = Math.max(QuantizedGelu.LEAST_EXPONENT, accumulator + NumericContract.GELU_GUARD_BITS);
        while (greatest > Math.scalb(reach, exponent) && exponent < Exponents.MAX) {
            exponent++;
        }
        return Math.min(Exponents.MAX, exponent);
    }

    /** The layer's input on sample rows, at such an exponent. */
    public static LayerInput of(InputRows rows, int exponent) {
        Coding coding = new Coding(exponent, new int[rows.inputs()]);
        List<float[]> stored = rows.seen().stream()
                .map(row -> values(AlignKernel.align(blocks(row, exponent)), exponent))
                .toList();
        return LayerInput.of(coding, stored, rows.gain());
    }

    private static float[] values(RowCodes row, int exponent) {
        float[] values = new float[row.codes().length];
        for (int k = 0; k < values.length; k++) {
            values[k] = Math.scalb((float) row.codes()[k], exponent + row.exponents()[0]);
        }
        return values;
    }

    /** Blocks of one row, as GELU would write them if it computed without error. */
    private static BlockCodes blocks(float[] row, int exponent) {
        byte[] codes = new byte[row.length];
        byte[] exponents = new byte[BlockCodes.blocks(row.length)];
        for (int k = 0; k < row.length; k++) {
            int block = k / NumericContract.EXPONENT_BLOCK;
            while (exponents[block] < NumericContract.MAX_ROW_EXPONENT
                    && !fits(Math.scalb((double) row[k], -exponent - exponents[block]))) {
                exponents[block]++;
            }
        }
        for (int k = 0; k < row.length; k++) {
            int own = exponent + exponents[k / NumericContract.EXPONENT_BLOCK];
            codes[k] = WeightRow.code(Math.scalb((double) row[k], -own), Byte.SIZE);
        }
        return new BlockCodes(codes, exponents, row.length);
    }

    private static boolean fits(double scaled) {
        return scaled >= NumericContract.INT8_MIN && scaled < NumericContract.INT8_MAX + 1;
    }
}
