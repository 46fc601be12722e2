// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import java.util.stream.IntStream;
import org.p2vit.quant.calibration.options.ScaleRounding;
import org.p2vit.quant.calibration.statistics.RoundingErrors;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.spec.NumericContract;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.FloatVit;

/** Codes of the position embedding and of the class token's row, contract §7: int8, each standing for twice its number in the stream's codes. */
final class EmbeddingQuantizer {
    private final VitShape shape;
    private final FloatVit vit;

    EmbeddingQuantizer(FloatVit vit) {
        this.vit = vit;
        this.shape = vit.shape();
    }

    /** Exponent per channel with the least squared error over the patches; a channel of zeros takes the stream's. */
    int[] positionExponents(int[] stream, ScaleRounding rounding) {
        float[] positions = vit.positions().toArray();
        RoundingErrors errors = new RoundingErrors(shape.dim());
        for (int c = 0; c < shape.dim(); c++) {
            errors.add(c, positions, shape.headInputs() + c, shape.dim(), shape.patches());
        }
        int[] exponents = errors.exponents(rounding);
        for (int c = 0; c < exponents.length; c++) {
            // Finer than the stream by more than its code width, no code would matter; coarser is as rare.
            exponents[c] = Math.max(stream[c] - 8, Math.min(stream[c] + 4, exponents[c]));
        }
        return exponents;
    }

    /** Exponents of the stream's codes that stored codes of these exponents become. */
    static int[] streamExponents(int[] stored) {
        return IntStream.of(stored)
                .map(exponent -> exponent - NumericContract.STORED_STREAM_SHIFT)
                .toArray();
    }

    /** @return [tokens x dim], zero where class tokens are */
    byte[] positions(int[] exponents) {
        byte[] codes = new byte[shape.tokens() * shape.dim()];
        for (int i = shape.headInputs(); i < codes.length; i++) {
            codes[i] = code(vit.positions().get(i), exponents[i % shape.dim()]);
        }
        return codes;
    }

    /** The stream's first rows: each class token plus its position. */
    byte[] classTokenRow(int[] stream) {
        FloatTensor token = vit.classToken();
        byte[] codes = new byte[shape.headInputs()];
        for (int i = 0; i < codes.length; i++) {
            int exponent = stream[i % shape.dim()] + NumericContract.STORED_STREAM_SHIFT;
            codes[i] = code(token.get(i) + vit.positions().get(i), exponent);
        }
        return codes;
    }

    private static byte code(float value, int exponent) {
        double rounded = Math.floor(Math.scalb((double) value, -exponent) + 0.5);
        return (byte) Math.max(-128, Math.min(127, rounded));
    }
}
