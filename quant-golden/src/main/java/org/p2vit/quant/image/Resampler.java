// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import java.util.Arrays;
import org.p2vit.quant.model.FilterKernel;
import org.p2vit.quant.model.ResizeFilter;

/**
 * Antialiased resampling of 8-bit images with the arithmetic of Pillow's {@code Image.resize}, on which the published
 * preprocessing of vision transformers rests. {@code java.awt} neither widens its kernel when it shrinks an image nor rounds
 * alike.
 *
 * <p>Along one axis the weights of {@link FilterKernel#taps} are rounded half away from zero to 22 fraction bits, and the result is
 * {@code clip8((2^21 + sum weight * sample) >> 22)} in 32-bit integers.
 *
 * <p>Rows are resampled first, to 8-bit samples, then columns; an axis that keeps its length is left alone. 22 bits = 32
 * less 8 of a sample less 2 for the overshoot of the kernel: the absolute weights of an output sum to less than 2, so no
 * sum overflows.
 *
 * <p>The filter {@code nearest} takes input {@code trunc(c)} instead, where c grows from {@code 0.5 scale} by repeated addition.
 */
final class Resampler {
    private static final int FRACTION_BITS = 22;

    /** The weights of one output sample: those of inputs {@code first}, {@code first + 1}, ... */
    private record Taps(int first, int[] weights) {}

    private Resampler() {}

    static PixelImage resize(PixelImage image, int width, int height, ResizeFilter filter) {
        PixelImage wide = width == image.width() ? image : horizontally(image, taps(filter, image.width(), width));
        return height == image.height() ? wide : vertically(wide, taps(filter, image.height(), height));
    }

    private static PixelImage horizontally(PixelImage image, Taps[] taps) {
        int width = taps.length;
        int channels = image.channels();
        byte[] samples = new byte[width * image.height() * channels];
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < width; x++) {
                for (int channel = 0; channel < channels; channel++) {
                    int sum = 1 << (FRACTION_BITS - 1);
                    for (int i = 0; i < taps[x].weights.length; i++) {
                        sum += taps[x].weights[i] * image.sample(taps[x].first + i, y, channel);
                    }
                    samples[(y * width + x) * channels + channel] = clip8(sum >> FRACTION_BITS);
                }
            }
        }
        return new PixelImage(width, image.height(), channels, samples);
    }

    private static PixelImage vertically(PixelImage image, Taps[] taps) {
        int height = taps.length;
        int channels = image.channels();
        byte[] samples = new byte[image.width() * height * channels];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < image.width(); x++) {
                for (int channel = 0; channel < channels; channel++) {
                    int sum = 1 << (FRACTION_BITS - 1);
                    for (int i = 0; i < taps[y].weights.length; i++) {
                        sum += taps[y].weights[i] * image.sample(x, taps[y].first + i, channel);
                    }
                    samples[(y * image.width() + x) * channels + channel] = clip8(sum >> FRACTION_BITS);
                }
            }
        }
        return new PixelImage(image.width(), height, channels, samples);
    }

    private static Taps[] taps(ResizeFilter filter, int inputs, int outputs) {
        return filter == ResizeFilter.NEAREST ? nearest(inputs, outputs) : weighing(filter, inputs, outputs);
    }

    private static Taps[] nearest(int inputs, int outputs) {
        Taps[] taps = new Taps[outputs];
        double scale = (double) inputs / outputs;
        double centre = scale * 0.5;
        for (int i = 0; i < outputs; i++) {
            taps[i] = new Taps(Math.min(inputs - 1, (int) centre), new int[] {1 << FRACTION_BITS});
            centre += scale;
        }
        return taps;
    }

    private static Taps[] weighing(ResizeFilter filter, int inputs, int outputs) {
        Taps[] taps = new Taps[outputs];
        for (int i = 0; i < outputs; i++) {
            FilterKernel.Taps exact = FilterKernel.taps(filter, inputs, outputs, i);
            int[] fixed = Arrays.stream(exact.weights())
                    .map(weight -> weight * (1 << FRACTION_BITS))
                    .mapToInt(scaled -> (int) (scaled + Math.copySign(0.5, scaled)))
                    .toArray();
            taps[i] = new Taps(exact.first(), fixed);
        }
        return taps;
    }

    private static byte clip8(int value) {
        return (byte) Math.max(0, Math.min(255, value));
    }
}
