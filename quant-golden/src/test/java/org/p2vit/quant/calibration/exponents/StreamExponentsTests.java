// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.exponents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.options.ScaleRounding;
import org.p2vit.quant.calibration.options.Technique;
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

    /** Contract §2: e_y − e_r + 8 is 0 … 31, whichever rule chooses. */
    @ParameterizedTest
    @EnumSource
    void aStreamIsWithinReachOfTheOneBefore(ScaleRounding rounding) {
        RoundingErrors errors = channels(1, 4, 2, 64);
        for (QuantizerOptions options :
                List.of(QuantizerOptions.DEFAULT, QuantizerOptions.DEFAULT.without(Technique.STREAM_FACTORS))) {
            for (int before = RoundingErrors.LEAST; before <= RoundingErrors.GREATEST - 6; before++) {
                StreamExponents first = new StreamExponents(before, new byte[] {0, 6, 3, 2});
                int[] behind = StreamExponents.choose(errors, options.withRounding(rounding), first)
                        .perChannel();
                for (int c = 0; c < behind.length; c++) {
                    assertThat(behind[c] - first.perChannel()[c] + 8)
                            .as("%s, channel %d behind %d", options.techniques(), c, before)
                            .isBetween(0, 31);
                }
            }
        }
    }

    /** The streams above have −7, −5, −6, −1 by themselves; these are within reach, so nothing changes. */
    @Test
    void withinReachTheStreamBeforeDoesNotMatter() {
        StreamExponents before = new StreamExponents(-6, new byte[] {0, 1, 2, 3});
        StreamExponents stream = StreamExponents.choose(channels(1, 4, 2, 64), QuantizerOptions.DEFAULT, before);
        assertThat(stream.perChannel()).containsExactly(-7, -5, -6, -1);
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
