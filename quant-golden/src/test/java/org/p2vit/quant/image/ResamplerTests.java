// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.quant.model.FilterKernel;
import org.p2vit.quant.model.ResizeFilter;

class ResamplerTests {
    @Test
    void kernelInterpolatesAndSumsToOne() {
        assertThat(kernel(0)).isEqualTo(1);
        for (int x : new int[] {-3, -2, -1, 1, 2, 3}) {
            assertThat(kernel(x)).as("K(%d)", x).isZero();
        }
        // K(1/2) = 1.5/8 - 2.5/4 + 1 and K(3/2) = -(27/8 - 45/4 + 12 - 4)/2.
        assertThat(kernel(0.5)).isEqualTo(0.5625);
        assertThat(kernel(-1.5)).isEqualTo(-0.0625);
        for (double x = 0; x < 1; x += 0.125) {
            double sum = kernel(x - 2) + kernel(x - 1) + kernel(x) + kernel(x + 1);
            assertThat(sum).as("x = %s", x).isCloseTo(1, within(1e-15));
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "5,7", "7,5", "16,16", "3,40", "40,3", "64,64"})
    void keepsAConstantImage(int width, int height) {
        for (int value : new int[] {0, 1, 127, 254, 255}) {
            PixelImage constant = filled(16, 11, value);
            assertThat(bicubic(constant, width, height)).isEqualTo(filled(width, height, value));
        }
    }

    @Test
    void leavesAnImageOfTheSameSizeAlone() {
        byte[] samples = new byte[9 * 4 * 3];
        new Random(5).nextBytes(samples);
        PixelImage image = PixelImage.of(9, 4, 3, samples);
        assertThat(bicubic(image, 9, 4)).isEqualTo(image);
    }

    /**
     * Doubling an impulse of 160 at input 2 of 5: output i lies at (i + 0.5) / 2 - 0.5 = i/2 - 0.25, so the weights are
     * K(0.25) = 0.8671875, K(0.75) = 0.2265625, K(1.25) = -0.0703125, K(1.75) = -0.0234375, each times 160. Negative
     * ones clip to 0. Outputs 4 and 5 are 0.25 away from the impulse, 3 and 6 are 0.75 away; 138.75 and 36.25 round to
     * 139 and 36.
     */
    @Test
    void doublesAnImpulseAsTheKernelSays() {
        assertThat(row(bicubic(gray(0, 0, 160, 0, 0), 10, 1))).containsExactly(0, 0, 0, 36, 139, 139, 36, 0, 0, 0);
    }

    /**
     * The same impulse downwards, 160 in a field of 200: 200 - 40 w gives the overshoot 202.8125 at 1.25 and 200.9375 at
     * 1.75, and 190.9375 and 165.3125 near it. Outputs 1 and 8 are 1.75 away; 0 and 9 are beyond the kernel.
     */
    @Test
    void keepsTheOvershootInsideTheRange() {
        assertThat(row(bicubic(gray(200, 200, 160, 200, 200), 10, 1)))
                .containsExactly(200, 201, 203, 191, 165, 165, 191, 203, 201, 200);
    }

    /**
     * Halving stretches the kernel by two: output 2 of 5 is centred at 5, inputs 1 to 8 are at distances 3.5/2 ... 0.5/2
     * of it, with weights K/2: -0.01171875, -0.03515625, 0.11328125, 0.43359375, mirrored. An impulse of 240 at input 4 is
     * 0.25 away from output 2 (104.0625), 0.75 from output 1 (27.1875) and 1.25 from output 3, which is negative.
     */
    @Test
    void widensTheKernelWhenItShrinks() {
        int[] halved = row(bicubic(gray(0, 0, 0, 0, 240, 0, 0, 0, 0, 0), 5, 1));
        // Output 1, centred at 3, would use inputs -1 to 6: the weight -0.01171875 of input -1 is cut off and the rest
        // divided by 1.01171875, so 27.1875 becomes 26.87.
        assertThat(halved).containsExactly(0, 27, 104, 0, 0);
    }

    /** At the border the weights within the image are divided by their sum. */
    @Test
    void renormalizesAtTheBorder() {
        // Output 0 is centred at 0.25: inputs 0, 1 (trunc(0.25 + 2 + 0.5) = 2 exclusive) at distances 0.25 and 1.25.
        double inside = 0.8671875 - 0.0703125;
        double expected = (0.8671875 * 100 - 0.0703125 * 20) / inside;
        assertThat(row(bicubic(gray(100, 20, 50, 50), 8, 1))[0]).isEqualTo((int) Math.round(expected));
    }

    @Test
    void resamplesColumnsLikeRowsAndChannelsApart() {
        Random random = new Random(9);
        int[] values = random.ints(13, 0, 256).toArray();
        int[] across = row(bicubic(gray(values), 5, 1));
        byte[] samples = new byte[13 * 3];
        for (int i = 0; i < 13; i++) {
            samples[3 * i + 1] = (byte) values[i];
            samples[3 * i + 2] = (byte) 255;
        }
        PixelImage down = bicubic(PixelImage.of(1, 13, 3, samples), 1, 5);
        for (int i = 0; i < 5; i++) {
            assertThat(down.sample(0, i, 0)).isZero();
            assertThat(down.sample(0, i, 1)).isEqualTo(across[i]);
            assertThat(down.sample(0, i, 2)).isEqualTo(255);
        }
    }

    /** Rows are rounded to 8 bits before columns are resampled: averages of a half round up in each. */
    @Test
    void roundsBetweenTheTwoPasses() {
        // Averaging 0 and 1 over a 2x2 image: 0.5 rounds up to 1 in the first pass, so the second sees 1 and 1.
        PixelImage checks = PixelImage.of(2, 2, 1, new byte[] {0, 1, 1, 0});
        assertThat(bicubic(checks, 1, 1).sample(0, 0, 0)).isEqualTo(1);
        // With one 1 in four, one pass alone would give 0.25 and round to 0; two give 0.5 twice, so 1.
        PixelImage single = PixelImage.of(2, 2, 1, new byte[] {0, 1, 0, 0});
        assertThat(bicubic(single, 1, 1).sample(0, 0, 0)).isEqualTo(1);
    }

    private static double kernel(double x) {
        return FilterKernel.weight(ResizeFilter.BICUBIC, x);
    }

    private static PixelImage bicubic(PixelImage image, int width, int height) {
        return Resampler.resize(image, width, height, ResizeFilter.BICUBIC);
    }

    private static PixelImage filled(int width, int height, int value) {
        byte[] samples = new byte[width * height];
        Arrays.fill(samples, (byte) value);
        return PixelImage.of(width, height, 1, samples);
    }

    private static PixelImage gray(int... values) {
        byte[] samples = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            samples[i] = (byte) values[i];
        }
        return PixelImage.of(values.length, 1, 1, samples);
    }

    private static int[] row(PixelImage image) {
        int[] values = new int[image.width()];
        for (int x = 0; x < values.length; x++) {
            values[x] = image.sample(x, 0, 0);
        }
        return values;
    }
}
