// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import java.util.Arrays;

/** An immutable image of 8-bit samples, 0..255, channels interleaved, rows from the top. */
public final class PixelImage {
    private final int width;
    private final int height;
    private final int channels;
    private final byte[] samples;

    PixelImage(int width, int height, int channels, byte[] samples) {
        if (width < 1 || height < 1 || channels < 1 || (long) width * height * channels != samples.length) {
            throw new IllegalArgumentException(
                    samples.length + " samples for " + width + "x" + height + "x" + channels);
        }
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.samples = samples;
    }

    /** An image from a copy of interleaved samples. */
    public static PixelImage of(int width, int height, int channels, byte[] samples) {
        return new PixelImage(width, height, channels, samples.clone());
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public int channels() {
        return channels;
    }

    /** A sample, 0..255. */
    public int sample(int x, int y, int channel) {
        return samples[(y * width + x) * channels + channel] & 0xff;
    }

    /** The rectangle of the given size whose top left corner is at (left, top). */
    PixelImage crop(int left, int top, int cropWidth, int cropHeight) {
        byte[] cropped = new byte[cropWidth * cropHeight * channels];
        int rowBytes = cropWidth * channels;
        for (int y = 0; y < cropHeight; y++) {
            System.arraycopy(samples, ((top + y) * width + left) * channels, cropped, y * rowBytes, rowBytes);
        }
        return new PixelImage(cropWidth, cropHeight, channels, cropped);
    }

    /** The upright form of an image with an EXIF orientation of 1 … 8, by Pillow's {@code exif_transpose}. */
    PixelImage upright(int orientation) {
        boolean swapped = orientation > 4;
        int newWidth = swapped ? height : width;
        int newHeight = swapped ? width : height;
        byte[] turned = new byte[samples.length];
        for (int y = 0; y < newHeight; y++) {
            for (int x = 0; x < newWidth; x++) {
                int column =
                        switch (orientation) {
                            case 2, 3 -> width - 1 - x;
                            case 5, 6 -> y;
                            case 7, 8 -> width - 1 - y;
                            default -> x;
                        };
                int row =
                        switch (orientation) {
                            case 3, 4 -> height - 1 - y;
                            case 5, 8 -> x;
                            case 6, 7 -> height - 1 - x;
                            default -> y;
                        };
                System.arraycopy(
                        samples, (row * width + column) * channels, turned, (y * newWidth + x) * channels, channels);
            }
        }
        return new PixelImage(newWidth, newHeight, channels, turned);
    }

    /**
     * The brightness of an RGB image by the weights of ITU-R BT.601 in 16-bit fixed point, rounded half up: {@code (19595
     * R + 38470 G + 7471 B + 32768) >> 16}. A gray image is returned as it is.
     */
    PixelImage toGray() {
        if (channels == 1) {
            return this;
        }
        byte[] gray = new byte[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int weighted = 19595 * sample(x, y, 0) + 38470 * sample(x, y, 1) + 7471 * sample(x, y, 2);
                gray[y * width + x] = (byte) ((weighted + (1 << 15)) >> 16);
            }
        }
        return new PixelImage(width, height, 1, gray);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PixelImage that
                && width == that.width
                && height == that.height
                && channels == that.channels
                && Arrays.equals(samples, that.samples);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(samples);
    }

    @Override
    public String toString() {
        return "PixelImage[" + width + "x" + height + "x" + channels + "]";
    }
}
