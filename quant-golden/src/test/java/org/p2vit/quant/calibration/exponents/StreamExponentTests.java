// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.exponents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** By hand: the coarsest words of a stream reach 255·2^6 = 16320 units, 8160 of which are for the images of the calibration. */
class StreamExponentTests {
    private static final int FINE = -40;

    @Test
    void theGreatestValueFitsWithAFactorOfTwoToSpare() {
        assertThat(StreamExponent.first(8160, FINE)).isZero();
        assertThat(StreamExponent.first(8161, FINE)).isEqualTo(1);
        assertThat(StreamExponent.first(8160.0 / 1024, FINE)).isEqualTo(-10);
        assertThat(StreamExponent.first(1e30, FINE)).isEqualTo(64);
    }

    /** h is finer than the stream by one and no finer than the sums. */
    @Test
    void noShiftIsNegative() {
        assertThat(StreamExponent.first(0, -9)).isEqualTo(-8);
        assertThat(StreamExponent.first(8160, -9)).isZero();
        assertThat(StreamExponent.behind(-8, 1, -9, 0)).isEqualTo(-8);
        assertThat(StreamExponent.behind(-8, 1, -9, 7)).isEqualTo(-1);
    }

    /** Contract §2.2: at most 1 below the stream before and at most 8 above it. */
    @Test
    void aStreamIsWithinReachOfTheOneBefore() {
        assertThat(StreamExponent.behind(-3, 0, FINE, 0)).isEqualTo(-4);
        assertThat(StreamExponent.behind(-3, 8160 * 32, FINE, 0)).isEqualTo(5);
        assertThat(StreamExponent.behind(-3, 8160 * 33, FINE, 0)).isEqualTo(5);
        assertThat(StreamExponent.behind(-3, 1, 20, 7)).isEqualTo(5);
        assertThat(StreamExponent.behind(60, 1e30, FINE, 0)).isEqualTo(64);
    }

    @Test
    void withinReachTheStreamBeforeDoesNotMatter() {
        for (int before = -8; before <= 1; before++) {
            assertThat(StreamExponent.behind(before, 8160, FINE, 7)).isZero();
        }
    }
}
