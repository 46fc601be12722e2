// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.demo;

import static org.p2vit.quant.demo.GlyphStyle.between;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.p2vit.quant.InvalidInputException;

/**
 * Renders 32×32 RGB pictures of digits and capital letters with random font, pose, colours, clutter and noise.
 *
 * <p>The picture is a function of the label and the seed alone. It uses {@link StrictMath} and {@link Random}, whose
 * results the Java platform specifies to the bit, and no font of the system, so every JDK renders the same bytes.
 */
public final class GlyphRenderer {
    /** Width and height in pixels. */
    public static final int SIZE = 32;

    /** Least difference of luminance between glyph and either end of the background's gradient. */
    private static final double MIN_CONTRAST = 0.25;

    private static final double MAX_NOISE = 0.07;
    private static final int MAX_CLUTTER = 3;

    private GlyphRenderer() {}

    /** The classes in order of their label: digits, then capital letters. */
    public static List<String> labels() {
        return IntStream.range(0, GlyphShapes.classes())
                .mapToObj(GlyphShapes::label)
                .toList();
    }

    /**
     * Renders one picture.
     *
     * @param label class, 0 ≤ label &lt; {@code labels().size()}
     * @throws InvalidInputException for a label outside the range
     */
    public static GlyphImage render(int label, long seed) {
        if (label < 0 || label >= GlyphShapes.classes()) {
            throw new InvalidInputException("glyph label " + label + " is not between 0 and "
                    + (GlyphShapes.classes() - 1) + "; choose a class from GlyphRenderer.labels()");
        }
        Random random = new Random(scramble(seed));
        GlyphCanvas canvas = new GlyphCanvas(SIZE);
        double[] near = colour(random);
        double[] far = mix(near, colour(random), between(random, 0, 0.5));
        canvas.fillGradient(near, far, between(random, 0, 2 * StrictMath.PI));
        for (int i = random.nextInt(MAX_CLUTTER + 1); i > 0; i--) {
            double[] colour = mix(near, colour(random), between(random, 0.2, 0.7));
            canvas.paint(List.of(scratch(random, 1.5)), colour, 1, 1);
        }
        GlyphStyle style = GlyphStyle.draw(random);
        int alternative = random.nextInt(GlyphShapes.alternatives(label));
        double softness = between(random, 1, 1.8);
        canvas.paint(style.segments(label, alternative, SIZE), contrasting(random, near, far), 1, softness);
        if (random.nextInt(3) == 0) {
            canvas.paint(List.of(scratch(random, 0.6)), colour(random), between(random, 0.4, 0.9), 1);
        }
        return new GlyphImage(label, canvas.toRgb(random, between(random, 0, MAX_NOISE)));
    }

    /** The finaliser of SplitMix64: neighbouring seeds must not give {@link Random} similar first draws. */
    static long scramble(long seed) {
        long z = seed + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    private static GlyphStyle.Segment scratch(Random random, double maxHalfWidth) {
        double x = between(random, 0, SIZE);
        double y = between(random, 0, SIZE);
        double direction = between(random, 0, 2 * StrictMath.PI);
        double length = between(random, 2, SIZE / 2.0);
        return new GlyphStyle.Segment(
                x,
                y,
                x + length * StrictMath.cos(direction),
                y + length * StrictMath.sin(direction),
                between(random, 0.3, maxHalfWidth));
    }

    private static double[] colour(Random random) {
        return new double[] {random.nextDouble(), random.nextDouble(), random.nextDouble()};
    }

    private static double[] mix(double[] from, double[] to, double share) {
        double[] mixed = new double[3];
        for (int i = 0; i < 3; i++) {
            mixed[i] = from[i] + share * (to[i] - from[i]);
        }
        return mixed;
    }

    private static double[] contrasting(Random random, double[] near, double[] far) {
        while (true) {
            double[] candidate = colour(random);
            double least = StrictMath.min(difference(candidate, near), difference(candidate, far));
            if (least >= MIN_CONTRAST) {
                return candidate;
            }
        }
    }

    private static double difference(double[] a, double[] b) {
        return StrictMath.abs(luminance(a) - luminance(b));
    }

    private static double luminance(double[] colour) {
        return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2];
    }
}
