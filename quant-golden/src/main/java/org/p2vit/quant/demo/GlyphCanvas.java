// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.demo;

import java.util.List;
import java.util.Random;

/**
 * A square RGB picture with values in 0..1 that is painted stroke by stroke, anti-aliased by distance.
 *
 * <p>A pixel is covered by clamp(1/2 + (w - d) / softness), where d is the distance of its centre from the nearest segment
 * and w half the stroke's width.
 */
final class GlyphCanvas {
    private final int size;
    private final double[] red;
    private final double[] green;
    private final double[] blue;

    GlyphCanvas(int size) {
        this.size = size;
        this.red = new double[size * size];
        this.green = new double[size * size];
        this.blue = new double[size * size];
    }

    /** Fills the picture with a linear blend of two colours along a direction in radians. */
    void fillGradient(double[] from, double[] to, double direction) {
        double dx = StrictMath.cos(direction) / size;
        double dy = StrictMath.sin(direction) / size;
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                double share = clamp(0.5 + dx * (x + 0.5 - size / 2.0) + dy * (y + 0.5 - size / 2.0));
                red[y * size + x] = from[0] + share * (to[0] - from[0]);
                green[y * size + x] = from[1] + share * (to[1] - from[1]);
                blue[y * size + x] = from[2] + share * (to[2] - from[2]);
            }
        }
    }

    /**
     * Paints segments as one shape: where they overlap the paint does not double.
     *
     * @param softness width in pixels of the edge, 1 for plain anti-aliasing
     * @param opacity 0..1
     */
    void paint(List<GlyphStyle.Segment> segments, double[] colour, double opacity, double softness) {
        double[] coverage = new double[size * size];
        for (GlyphStyle.Segment segment : segments) {
            cover(coverage, segment, softness);
        }
        for (int i = 0; i < coverage.length; i++) {
            double alpha = coverage[i] * opacity;
            red[i] += alpha * (colour[0] - red[i]);
            green[i] += alpha * (colour[1] - green[i]);
            blue[i] += alpha * (colour[2] - blue[i]);
        }
    }

    private void cover(double[] coverage, GlyphStyle.Segment s, double softness) {
        double reach = s.halfWidth() + softness;
        int left = bound(StrictMath.min(s.x0(), s.x1()) - reach);
        int right = bound(StrictMath.max(s.x0(), s.x1()) + reach);
        int top = bound(StrictMath.min(s.y0(), s.y1()) - reach);
        int bottom = bound(StrictMath.max(s.y0(), s.y1()) + reach);
        double dx = s.x1() - s.x0();
        double dy = s.y1() - s.y0();
        double squaredLength = StrictMath.max(dx * dx + dy * dy, 1e-12);
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                double px = x + 0.5 - s.x0();
                double py = y + 0.5 - s.y0();
                double along = clamp((px * dx + py * dy) / squaredLength);
                double ex = px - along * dx;
                double ey = py - along * dy;
                double distance = StrictMath.sqrt(ex * ex + ey * ey);
                double value = clamp(0.5 + (s.halfWidth() - distance) / softness);
                coverage[y * size + x] = StrictMath.max(coverage[y * size + x], value);
            }
        }
    }

    private int bound(double pixel) {
        return (int) StrictMath.max(0, StrictMath.min(size, StrictMath.ceil(pixel)));
    }

    /** The picture as interleaved RGB bytes, row by row, after adding Gaussian noise of the given deviation. */
    byte[] toRgb(Random random, double deviation) {
        byte[] rgb = new byte[3 * size * size];
        for (int i = 0; i < red.length; i++) {
            rgb[3 * i] = quantize(red[i] + deviation * random.nextGaussian());
            rgb[3 * i + 1] = quantize(green[i] + deviation * random.nextGaussian());
            rgb[3 * i + 2] = quantize(blue[i] + deviation * random.nextGaussian());
        }
        return rgb;
    }

    private static byte quantize(double value) {
        return (byte) (int) (255 * clamp(value) + 0.5);
    }

    private static double clamp(double value) {
        return StrictMath.max(0, StrictMath.min(1, value));
    }
}
