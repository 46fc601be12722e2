// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One random "font" and pose: how a skeleton in the unit square becomes segments in pixels.
 *
 * @param strokeWidth half width of a stroke, in glyph heights
 * @param penContrast share by which strokes along the pen angle are thinner
 * @param penAngle direction of the thinnest stroke, radians
 * @param aspect width of the glyph in glyph heights
 * @param slant horizontal shear
 * @param power superellipse exponent of the arcs
 * @param serif half length of the serifs in glyph heights, 0 for none
 * @param bend amounts by which rows and columns bow, in glyph heights
 * @param rotation radians
 * @param height glyph height in pixels, before the rotation
 * @param shareX where the glyph stands across the picture: 0 leftmost, 1 rightmost
 * @param shareY where it stands down the picture: 0 topmost, 1 lowest
 */
record GlyphStyle(
        double strokeWidth,
        double penContrast,
        double penAngle,
        double aspect,
        double slant,
        double power,
        double serif,
        double bend,
        double rotation,
        double height,
        double shareX,
        double shareY) {
    private static final double MIN_HEIGHT = 16;
    private static final double MAX_HEIGHT = 27;
    private static final double MAX_ROTATION = 0.2;
    private static final double MARGIN = 1;

    /** A piece of a stroke in pixels with its half width. */
    record Segment(double x0, double y0, double x1, double y1, double halfWidth) {
        Segment scaledAndMoved(double scale, double dx, double dy) {
            return new Segment(scale * x0 + dx, scale * y0 + dy, scale * x1 + dx, scale * y1 + dy, scale * halfWidth);
        }
    }

    static GlyphStyle draw(Random random) {
        return new GlyphStyle(
                between(random, 0.035, 0.085),
                random.nextInt(3) == 0 ? between(random, 0.2, 0.6) : 0,
                between(random, 0, StrictMath.PI),
                between(random, 0.5, 0.9),
                random.nextBoolean() ? between(random, -0.1, 0.35) : 0,
                between(random, 2, 3.2),
                random.nextInt(3) == 0 ? between(random, 0.08, 0.14) : 0,
                between(random, -0.15, 0.15),
                between(random, -MAX_ROTATION, MAX_ROTATION),
                between(random, MIN_HEIGHT, MAX_HEIGHT),
                random.nextDouble(),
                random.nextDouble());
    }

    static double between(Random random, double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** The segments of a glyph under this style, whole within a picture of the given size; too large ones shrink. */
    List<Segment> segments(int glyph, int alternative, int imageSize) {
        List<Segment> segments = unplaced(glyph, alternative);
        double left = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (Segment s : segments) {
            left = StrictMath.min(left, StrictMath.min(s.x0, s.x1) - s.halfWidth);
            right = StrictMath.max(right, StrictMath.max(s.x0, s.x1) + s.halfWidth);
            top = StrictMath.min(top, StrictMath.min(s.y0, s.y1) - s.halfWidth);
            bottom = StrictMath.max(bottom, StrictMath.max(s.y0, s.y1) + s.halfWidth);
        }
        double room = imageSize - 2 * MARGIN;
        double scale = StrictMath.min(1, room / StrictMath.max(right - left, bottom - top));
        double dx = MARGIN + shareX * (room - scale * (right - left)) - scale * left;
        double dy = MARGIN + shareY * (room - scale * (bottom - top)) - scale * top;
        return segments.stream().map(s -> s.scaledAndMoved(scale, dx, dy)).toList();
    }

    /** Around the origin, serifs included. */
    private List<Segment> unplaced(int glyph, int alternative) {
        List<Segment> segments = new ArrayList<>();
        for (List<double[]> stroke : GlyphShapes.strokes(glyph, alternative, power)) {
            for (int i = 1; i < stroke.size(); i++) {
                segments.add(segment(stroke.get(i - 1), stroke.get(i)));
            }
            if (serif > 0 && stroke.size() > 1) {
                addSerif(segments, stroke.get(0), stroke.get(1));
                addSerif(segments, stroke.get(stroke.size() - 1), stroke.get(stroke.size() - 2));
            }
        }
        return segments;
    }

    /** Steep strokes that end on the base line or the cap line get a short bar there. */
    private void addSerif(List<Segment> segments, double[] end, double[] inner) {
        boolean onLine = end[1] <= 0.01 || end[1] >= 0.99;
        boolean steep = StrictMath.abs(end[1] - inner[1]) > StrictMath.abs(end[0] - inner[0]);
        if (onLine && steep) {
            double reach = serif / aspect;
            segments.add(segment(new double[] {end[0] - reach, end[1]}, new double[] {end[0] + reach, end[1]}));
        }
    }

    private Segment segment(double[] from, double[] to) {
        double[] start = place(from);
        double[] end = place(to);
        double direction = StrictMath.atan2(end[1] - start[1], end[0] - start[0]);
        double along = StrictMath.abs(StrictMath.cos(direction - penAngle));
        double halfWidth = height * strokeWidth * (1 - penContrast * along);
        return new Segment(start[0], start[1], end[0], end[1], halfWidth);
    }

    private double[] place(double[] point) {
        double x = (point[0] - 0.5) * aspect;
        double y = point[1] - 0.5;
        double bentX = x + bend * (y * y - 0.125) - slant * y;
        double bentY = y + bend * (x * x - 0.125);
        double sin = StrictMath.sin(rotation);
        double cos = StrictMath.cos(rotation);
        return new double[] {height * (bentX * cos - bentY * sin), height * (bentX * sin + bentY * cos)};
    }
}
