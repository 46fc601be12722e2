// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.exponents;

import java.util.Arrays;
import java.util.List;
import org.p2vit.quant.calibration.layer.Coding;
import org.p2vit.quant.calibration.statistics.RoundingErrors;
import org.p2vit.quant.model.VitShape;

/**
 * Exponents of v and of the attention output by channel. A·V shifts all channels of a head alike, so both have the same
 * differences between the channels of a head; the projection takes them back in its columns.
 */
public record ValueExponents(int[] value, int[] output) {
    /** Share of the error of a value that is left in a mean of values: Σ a² of usual rows of attention weights. */
    private static final double LEFT_IN_MEAN = 0.1;

    /** How far a channel may be from the exponent that suits all values. */
    private static final int FARTHEST = 4;

    private static final int FINEST_OUTPUT = -6;
    private static final int COARSEST_OUTPUT = 2;

    /**
     * The exponents with the least squared error of what the projection makes of the attention output.
     *
     * @param values sample rows as they are stored
     * @param outputs sample rows of the attention output
     * @param projection [outputs][inputs]
     * @param greatestChange of the exponents from output to value (contract §5: no shift is negative)
     */
    public static ValueExponents balanced(
            VitShape shape, List<float[]> values, List<float[]> outputs, float[][] projection, int greatestChange) {
        ChannelErrors value = ChannelErrors.of(values);
        ChannelErrors output = ChannelErrors.of(outputs);
        double[] gain = new double[shape.dim()];
        for (float[] row : projection) {
            for (int c = 0; c < gain.length; c++) {
                gain[c] += (double) row[c] * row[c];
            }
        }
        int[] valueExponents = new int[shape.dim()];
        int[] outputExponents = new int[shape.dim()];
        for (int head = 0; head < shape.heads(); head++) {
            int from = head * shape.headDim();
            double least = Double.POSITIVE_INFINITY;
            for (int change = COARSEST_OUTPUT; change >= Math.max(FINEST_OUTPUT, -greatestChange); change--) {
                int[] exponents = new int[shape.headDim()];
                double error = 0;
                for (int i = 0; i < exponents.length; i++) {
                    exponents[i] = best(value, output, from + i, change);
                    error += gain[from + i] * error(value, output, from + i, exponents[i], change);
                }
                if (error < least) {
                    least = error;
                    for (int i = 0; i < exponents.length; i++) {
                        valueExponents[from + i] = exponents[i];
                        outputExponents[from + i] = exponents[i] + change;
                    }
                }
            }
        }
        return new ValueExponents(valueExponents, outputExponents);
    }

    /** How the projection's input is stored. */
    public Coding coding() {
        int common = Arrays.stream(output).max().orElseThrow();
        return new Coding(common, Arrays.stream(output).map(e -> e - common).toArray());
    }

    private static int best(ChannelErrors value, ChannelErrors output, int channel, int change) {
        int from = Math.max(RoundingErrors.LEAST - FINEST_OUTPUT, value.common() - FARTHEST);
        int to = Math.min(RoundingErrors.GREATEST - COARSEST_OUTPUT, value.common() + FARTHEST);
        int best = Math.max(from, Math.min(to, value.common()));
        for (int exponent = from; exponent <= to; exponent++) {
            if (error(value, output, channel, exponent, change) < error(value, output, channel, best, change)) {
                best = exponent;
            }
        }
        return best;
    }

    private static double error(ChannelErrors value, ChannelErrors output, int channel, int exponent, int change) {
        return LEFT_IN_MEAN * value.error(channel, exponent) + output.error(channel, exponent + change);
    }
}
