// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GlyphCanvasTests {
    private static final int SIZE = 32;
    private static final double[] BLACK = {0, 0, 0};
    private static final double[] WHITE = {1, 1, 1};

    @Test
    void aStrokePaintsItsArea() {
        double length = 13.3;
        double halfWidth = 1.7;
        double expected = 2 * halfWidth * length + Math.PI * halfWidth * halfWidth;

        double horizontal = area(new GlyphStyle.Segment(8.2, 15.4, 8.2 + length, 15.4, halfWidth));
        double leg = length / Math.sqrt(2);
        double diagonal = area(new GlyphStyle.Segment(8.2, 8.4, 8.2 + leg, 8.4 + leg, halfWidth));

        assertThat(horizontal).isCloseTo(expected, within(0.03 * expected));
        assertThat(diagonal).isCloseTo(expected, within(0.03 * expected));
    }

    @Test
    void overlapIsPaintedOnce() {
        GlyphStyle.Segment segment = new GlyphStyle.Segment(5, 7, 20, 22, 0.8);

        assertThat(area(segment, segment)).isEqualTo(area(segment));
    }

    @Test
    void strokesMayLeaveThePicture() {
        assertThat(area(new GlyphStyle.Segment(-500, 16, 500, 16, 1000))).isEqualTo(SIZE * SIZE);
        assertThat(area(new GlyphStyle.Segment(-500, -500, -400, -400, 2))).isZero();
        assertThat(area(new GlyphStyle.Segment(SIZE + 9, 0, SIZE + 9, SIZE, 2))).isZero();
    }

    @Test
    void coloursKeepTheirChannels() {
        GlyphCanvas canvas = new GlyphCanvas(1);
        canvas.fillGradient(new double[] {0, 0.4, 1}, new double[] {0, 0.4, 1}, 0);

        assertThat(canvas.toRgb(new Random(1), 0)).containsExactly(0, 102, 255);
    }

    @Test
    void noiseIsClippedAtBothEnds() {
        GlyphCanvas canvas = new GlyphCanvas(SIZE);
        canvas.fillGradient(BLACK, WHITE, 0);

        assertThat(canvas.toRgb(new Random(1), 1e6)).containsOnly(0, 255);
    }

    private static double area(GlyphStyle.Segment... segments) {
        GlyphCanvas canvas = new GlyphCanvas(SIZE);
        canvas.fillGradient(BLACK, BLACK, 0);
        canvas.paint(List.of(segments), WHITE, 1, 1);
        double sum = 0;
        for (byte value : canvas.toRgb(new Random(1), 0)) {
            sum += (value & 0xff) / 255.0;
        }
        return sum / 3;
    }
}
