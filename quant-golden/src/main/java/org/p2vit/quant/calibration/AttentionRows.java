// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import java.util.Arrays;
import java.util.List;
import org.p2vit.quant.model.VitShape;

/**
 * What the coding of attention weights does to A·V on sample rows, and what can be done about it off line. The error is scaled
 * by one gain per head in the columns of the projection. Where A·V does not divide by the sum of the coded weights they do not sum
 * to one, and that error multiplies whatever is common to all values. So there values are stored without a {@code centre}, which
 * the bias of v takes away and that of the projection gives back (true weights sum to one).
 *
 * @param centre per channel, chosen so that the rest of the error does not follow the error of the sum; 0 where the sum has none
 * @param input rows without the centre, and the gain
 */
record AttentionRows(float[] centre, InputRows input) {
    /**
     * @param exact rows of A·V
     * @param coded the same rows with coded weights, and the sum of these weights per head behind each row
     */
    static AttentionRows of(VitShape shape, List<float[]> exact, List<float[]> coded, QuantizerOptions options) {
        if (!options.has(Technique.ATTENTION_CENTRE)) {
            return new AttentionRows(new float[shape.dim()], InputRows.of(exact));
        }
        float[] centre = options.attention().dividesBySum() ? new float[shape.dim()] : centre(shape, exact, coded);
        List<float[]> centred = exact.stream().map(row -> centred(row, centre)).toList();
        List<float[]> seen =
                coded.stream().map(row -> centred(shape, row, centre)).toList();
        return new AttentionRows(centre, new InputRows(centred, seen, gains(shape, centred, seen)));
    }

    private static float[] centre(VitShape shape, List<float[]> exact, List<float[]> coded) {
        float[] centre = new float[shape.dim()];
        for (int c = 0; c < centre.length; c++) {
            int head = shape.dim() + c / shape.headDim();
            double product = 0;
            double square = 0;
            for (int row = 0; row < exact.size(); row++) {
                double excess = coded.get(row)[head] - 1.0;
                product += excess * (coded.get(row)[c] - exact.get(row)[c]);
                square += excess * excess;
            }
            centre[c] = square == 0 ? 0 : (float) (product / square);
        }
        return centre;
    }

    /** Rows of values without the centre. */
    List<float[]> centred(List<float[]> values) {
        return values.stream().map(row -> centred(row, centre)).toList();
    }

    private static float[] centred(float[] row, float[] centre) {
        float[] centred = row.clone();
        for (int c = 0; c < centred.length; c++) {
            centred[c] -= centre[c];
        }
        return centred;
    }

    private static float[] centred(VitShape shape, float[] coded, float[] centre) {
        float[] centred = Arrays.copyOf(coded, shape.dim());
        for (int c = 0; c < centred.length; c++) {
            centred[c] -= centre[c] * coded[shape.dim() + c / shape.headDim()];
        }
        return centred;
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
