// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.exponents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.statistics.RoundingErrors;

class StreamExponentsTests {
    @Test
    void channelsHaveFactorsOverTheFinest() {
        StreamExponents stream = StreamExponents.choose(channels(1, 4, 2, 64), QuantizerOptions.DEFAULT);
        // 127 · 2^e is to hold 0.99 times these.
        assertThat(stream.perChannel()).containsExactly(-7, -5, -6, -1);
        assertThat(stream.common()).isEqualTo(-7);
        assertThat(stream.factor()).containsExactly(0, 2, 1, 6);
    }

    @Test
    void factorsAreLimited() {
        StreamExponents stream = StreamExponents.choose(channels(1.0 / 16, 256), QuantizerOptions.DEFAULT);
        assertThat(stream.factor()).containsExactly(0, 6);
        assertThat(stream.perChannel()[1])
                .as("the large channel must not be clipped")
                .isEqualTo(1);
    }

    /** Per channel the values −m … m in 255 steps, which int8 stores best where its range is just large enough. */
    private static RoundingErrors channels(double... greatest) {
        RoundingErrors errors = new RoundingErrors(greatest.length);
        for (int c = 0; c < greatest.length; c++) {
            float[] values = new float[255];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) ((i - 127) / 127.0 * greatest[c] * 0.99);
            }
            errors.add(c, values, 0, 1, values.length);
        }
        return errors;
    }
}
