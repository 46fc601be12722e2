// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.exponents;

import java.util.List;
import org.p2vit.quant.calibration.statistics.ColumnSums;
import org.p2vit.quant.calibration.statistics.RoundingErrors;

/**
 * Rounding errors of the channels of sample rows by exponent.
 *
 * @param power sums of squares of the channels
 */
record ChannelErrors(RoundingErrors errors, double[] power) {
    static ChannelErrors of(List<float[]> rows) {
        int channels = rows.get(0).length;
        RoundingErrors errors = new RoundingErrors(channels);
        double[] power = new double[channels];
        float[] column = new float[rows.size()];
        for (int c = 0; c < channels; c++) {
            for (int r = 0; r < column.length; r++) {
                column[r] = rows.get(r)[c];
            }
            errors.add(c, column, 0, 1, column.length);
            power[c] = ColumnSums.squares(column);
        }
        return new ChannelErrors(errors, power);
    }

    /** Exponent with the least error if all channels have one. */
    int common() {
        return errors.together().best(0);
    }

    int channels() {
        return power.length;
    }

    double error(int channel, int exponent) {
        return errors.error(channel, exponent);
    }

    double power(int channel) {
        return power[channel];
    }
}
