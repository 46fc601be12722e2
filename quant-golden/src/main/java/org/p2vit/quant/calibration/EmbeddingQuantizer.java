// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import org.p2vit.quant.calibration.options.ScaleRounding;
import org.p2vit.quant.calibration.statistics.RoundingErrors;
import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.spec.NumericContract;
import org.p2vit.quant.weights.FloatVit;

/**
 * The position embedding with the class tokens in it, contract §7: int8 codes with exponents by channel, and the shifts with which
 * the patch embedding takes them.
 */
final class EmbeddingQuantizer {
    private final VitShape shape;
    private final QuantizedLinear layer;
    private final int stream;
    private final float[] values;
    private final int[] exponents;

    /**
     * @param layer patch embedding at the exponent of the stream's h, without residual shifts
     * @param stream exponent
     */
    EmbeddingQuantizer(FloatVit vit, QuantizedLinear layer, int stream, ScaleRounding rounding) {
        this.shape = vit.shape();
        this.layer = layer;
        this.stream = stream;
        this.values = values(vit);
        this.exponents = chosen(rounding);
    }

    /** All rows; those of class tokens make up for the bias, which every token gets. */
    private float[] values(FloatVit vit) {
        float[] rows = vit.positions().toArray();
        int exponent = stream - NumericContract.STREAM_GUARD_BITS - NumericContract.REQUANT_GUARD_BITS;
        for (int i = 0; i < shape.constantTokens() * shape.dim(); i++) {
            double bias = Math.scalb((double) layer.bias()[i % shape.dim()], exponent);
            rows[i] += (float) (vit.constantTokens().get(i) - bias);
        }
        return rows;
    }

    /** Those with the least squared error that a residual's shift allows. */
    private int[] chosen(ScaleRounding rounding) {
        RoundingErrors errors = new RoundingErrors(shape.dim());
        for (int c = 0; c < shape.dim(); c++) {
            errors.add(c, values, c, shape.dim(), shape.tokens());
        }
        int[] chosen = errors.exponents(rounding);
        int greatest = stream + NumericContract.STORED_STREAM_SHIFT + NumericContract.RESIDUAL_SHIFT_BASE;
        for (int c = 0; c < chosen.length; c++) {
            chosen[c] = Math.max(greatest - NumericContract.MAX_RESIDUAL_SHIFT, Math.min(greatest, chosen[c]));
        }
        return chosen;
    }

    /** Exponents of the codes, by channel. */
    int[] exponents() {
        return exponents;
    }

    /** @return p, [tokens x dim] */
    byte[] codes() {
        byte[] codes = new byte[values.length];
        for (int i = 0; i < codes.length; i++) {
            double exact = Math.scalb((double) values[i], -exponents[i % exponents.length]);
            codes[i] = (byte)
                    Math.max(NumericContract.INT8_MIN, Math.min(NumericContract.INT8_MAX, Math.floor(exact + 0.5)));
        }
        return codes;
    }

    /** The patch embedding with residual shifts. */
    QuantizedLinear layer() {
        byte[] shifts = new byte[exponents.length];
        for (int c = 0; c < shifts.length; c++) {
            int residual = exponents[c] - NumericContract.STORED_STREAM_SHIFT;
            shifts[c] = (byte) (stream - residual + NumericContract.RESIDUAL_SHIFT_BASE);
        }
        return layer.with(layer.bias(), layer.shift(), shifts);
    }
}
