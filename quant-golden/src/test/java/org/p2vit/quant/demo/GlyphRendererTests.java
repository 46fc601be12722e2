// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.quant.InvalidInputException;

class GlyphRendererTests {
    private static final int CLASSES = GlyphRenderer.labels().size();

    @Test
    void classesAreTheDigitsAndTheCapitals() {
        assertThat(String.join("", GlyphRenderer.labels())).isEqualTo("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    }

    @Test
    void aSeedGivesOnePicture() {
        for (int label = 0; label < CLASSES; label++) {
            byte[] first = GlyphRenderer.render(label, 77).rgb();

            assertThat(GlyphRenderer.render(label, 77).rgb())
                    .hasSize(32 * 32 * 3)
                    .isEqualTo(first);
            assertThat(GlyphRenderer.render(label, 78).rgb()).isNotEqualTo(first);
        }
    }

    @Test
    void everyPictureShowsSomething() {
        for (int seed = 0; seed < 20 * CLASSES; seed++) {
            double[] luminance =
                    luminance(GlyphRenderer.render(seed % CLASSES, seed).rgb());
            double mean = 0;
            double square = 0;
            for (double value : luminance) {
                mean += value / luminance.length;
                square += value * value / luminance.length;
            }
            assertThat(Math.sqrt(square - mean * mean))
                    .as("deviation of the luminance, seed %d", seed)
                    .isGreaterThan(4);
        }
    }

    /** In one and the same style, the shapes of two classes share less than 90 % of their ink. */
    @Test
    void classesDifferInShape() {
        for (int one = 0; one < CLASSES; one++) {
            for (int other = 0; other < one; other++) {
                boolean[] a = ink(one);
                boolean[] b = ink(other);
                int both = 0;
                int either = 0;
                for (int i = 0; i < a.length; i++) {
                    both += a[i] && b[i] ? 1 : 0;
                    either += a[i] || b[i] ? 1 : 0;
                }
                assertThat((double) both / either)
                        .as("common ink of %s and %s", GlyphShapes.label(one), GlyphShapes.label(other))
                        .isLessThan(0.9);
            }
        }
    }

    @Test
    void glyphsStayInsideThePicture() {
        for (int seed = 0; seed < 50 * CLASSES; seed++) {
            GlyphStyle style = GlyphStyle.draw(new Random(seed));
            for (GlyphStyle.Segment segment : style.segments(seed % CLASSES, 0, GlyphRenderer.SIZE)) {
                assertThat(List.of(segment.x0(), segment.y0(), segment.x1(), segment.y1()))
                        .as("seed %d, %s", seed, style)
                        .allMatch(value -> value > 1 && value < GlyphRenderer.SIZE - 1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 36, Integer.MAX_VALUE})
    void labelsOutsideTheRangeAreRefused(int label) {
        assertThatThrownBy(() -> GlyphRenderer.render(label, 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(Integer.toString(label))
                .hasMessageContaining("between 0 and 35");
    }

    private static boolean[] ink(int glyph) {
        GlyphStyle upright = new GlyphStyle(0.06, 0, 0, 0.75, 0, 2.2, 0, 0, 0, 26, 0.5, 0.5);
        GlyphCanvas canvas = new GlyphCanvas(GlyphRenderer.SIZE);
        canvas.paint(upright.segments(glyph, 0, GlyphRenderer.SIZE), new double[] {1, 1, 1}, 1, 1);
        double[] luminance = luminance(canvas.toRgb(new Random(1), 0));
        boolean[] ink = new boolean[luminance.length];
        for (int i = 0; i < ink.length; i++) {
            ink[i] = luminance[i] > 127;
        }
        return ink;
    }

    private static double[] luminance(byte[] rgb) {
        double[] luminance = new double[rgb.length / 3];
        for (int i = 0; i < luminance.length; i++) {
            luminance[i] =
                    0.299 * (rgb[3 * i] & 0xff) + 0.587 * (rgb[3 * i + 1] & 0xff) + 0.114 * (rgb[3 * i + 2] & 0xff);
        }
        return luminance;
    }
}
