// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import java.awt.image.Raster;

/**
 * The four colours of print as RGB, as Pillow's {@code convert("RGB")} has them: samples of a JPEG are inverted, whoever wrote
 * it, and no colour profile is applied.
 *
 * <p>The JDK hands out what is stored: cyan, magenta, yellow and black, or where Adobe's segment says so the first three as luminance and two
 * chrominances, which are turned into inks with the 16-bit fixed point of libjpeg.
 */
final class InkColours {
    /** Cyan, magenta, yellow, black. */
    static final int INKS = 4;

    private static final int APP14 = 0xffee;
    /** Behind the name: version, two words of flags, then how colours were transformed; 0 is not at all. */
    private static final int TRANSFORM = 6;

    private static final int RGB = 3;
    private static final int WHITE = 255;
    private static final int GREY = 128;

    private InkColours() {}

    static PixelImage toRgb(byte[] jpeg, Raster raster) {
        boolean luminance = JpegSegment.find(jpeg, APP14, "Adobe")
                .filter(adobe -> adobe.limit() > TRANSFORM && adobe.get(TRANSFORM) != 0)
                .isPresent();
        byte[] samples = new byte[raster.getWidth() * raster.getHeight() * RGB];
        int[] stored = new int[INKS];
        int filled = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            for (int x = 0; x < raster.getWidth(); x++) {
                raster.getPixel(raster.getMinX() + x, raster.getMinY() + y, stored);
                int[] inks = luminance ? inks(stored) : stored;
                for (int c = 0; c < RGB; c++) {
                    samples[filled++] = (byte) (stored[RGB] - share(WHITE - inks[c], stored[RGB]));
                }
            }
        }
        return new PixelImage(raster.getWidth(), raster.getHeight(), RGB, samples);
    }

    /** {@code a b / 255} to the nearest whole number. */
    private static int share(int a, int b) {
        int product = a * b + 128;
        return (product >> 8) + product >> 8;
    }

    private static int[] inks(int[] luminance) {
        int blue = luminance[1] - GREY;
        int red = luminance[2] - GREY;
        return new int[] {
            ink(luminance[0], fixed(1.402) * red),
            ink(luminance[0], -fixed(0.34414) * blue - fixed(0.71414) * red),
            ink(luminance[0], fixed(1.772) * blue)
        };
    }

    private static int ink(int luminance, int difference) {
        int light = luminance + (difference + (1 << 15) >> 16);
        return WHITE - Math.max(0, Math.min(WHITE, light));
    }

    private static int fixed(double factor) {
        return (int) (factor * (1 << 16) + 0.5);
    }
}
