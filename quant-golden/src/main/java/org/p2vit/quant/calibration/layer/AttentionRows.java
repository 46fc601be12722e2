// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.layer;

import java.util.List;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.options.Technique;
import org.p2vit.quant.model.VitShape;

/**
 * What the coding of attention weights does to A·V on sample rows, and what can be done about it off line: the error is scaled by one gain
 * per head in the columns of the projection.
 */
public final class AttentionRows {
    private AttentionRows() {}

    /**
     * Rows of A·V as the projection's input.
     *
     * @param exact rows of A·V
     * @param coded the same rows with coded weights
     */
    public static InputRows of(VitShape shape, List<float[]> exact, List<float[]> coded, QuantizerOptions options) {
        return options.has(Technique.ATTENTION_GAIN)
                ? new InputRows(exact, coded, gains(shape, exact, coded))
                : InputRows.of(exact);
    }

    private static double[] gains(VitShape shape, List<float[]> exact, List<float[]> seen) {
        double[] product = new double[shape.heads()];
        double[] square = new double[shape.heads()];
        for (int row = 0; row < exact.size(); row++) {
            for (int c = 0; c < shape.dim(); c++) {
                product[c / shape.headDim()] += exact.get(row)[c] * seen.get(row)[c];
                square[c / shape.headDim()] += seen.get(row)[c] * seen.get(row)[c];
            }
        }
        double[] gains = new double[shape.dim()];
        for (int c = 0; c < gains.length; c++) {
            int head = c / shape.headDim();
            gains[c] = square[head] == 0 ? 1 : product[head] / square[head];
        }
        return gains;
    }
}
