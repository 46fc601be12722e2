// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.layer;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sample rows of the input of a linear layer.
 *
 * @param exact rows of the float network
 * @param seen the same rows as far as the quantized network is known, before they are stored as codes; {@code seen ·
 *     gain} stands for {@code exact}
 * @param gain per input
 */
public record InputRows(List<float[]> exact, List<float[]> seen, double[] gain) {
    /** Few enough for trying many choices. */
    private static final int SOME = 240;
    /** Spreads the chosen rows evenly over all, whatever the rows per image. */
    private static final double GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

    /** Rows that the quantized network will see as they are. */
    public static InputRows of(List<float[]> rows) {
        double[] gain = new double[rows.get(0).length];
        Arrays.fill(gain, 1);
        return new InputRows(rows, rows, gain);
    }

    int inputs() {
        return gain.length;
    }

    /** Some of the rows, the same at each call. */
    InputRows some() {
        int[] kept = IntStream.range(0, Math.min(SOME, exact.size()))
                .map(i -> exact.size() <= SOME ? i : (int) (i * GOLDEN_RATIO % 1 * exact.size()))
                .toArray();
        return new InputRows(
                IntStream.of(kept).mapToObj(exact::get).toList(),
                IntStream.of(kept).mapToObj(seen::get).toList(),
                gain);
    }

    /** Greatest absolute value per input. */
    float[] greatest() {
        float[] greatest = new float[inputs()];
        for (float[] row : seen) {
            for (int k = 0; k < greatest.length; k++) {
                greatest[k] = Math.max(greatest[k], Math.abs(row[k]));
            }
        }
        return greatest;
    }
}
