// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeafPicturesTests {
    private static final int PICTURES = 8;

    @Test
    void theSeedDecidesThePicture() {
        assertThat(LeafPictures.draw(40, 30, 5)).isEqualTo(LeafPictures.draw(40, 30, 5));
        assertThat(LeafPictures.draw(40, 30, 5)).isNotEqualTo(LeafPictures.draw(40, 30, 6));
    }

    /**
     * Of independent pixels a block of n × n has a mean whose variance is 1 / n² of that of a pixel, and neighbours have nothing in
     * common. Photographs keep much of their contrast at every scale, and so do these.
     */
    @ParameterizedTest(name = "{0} x {1}")
    @CsvSource({"224, 224", "64, 96", "32, 32"})
    void contrastIsAtAllScales(int width, int height) {
        double pixels = 0;
        double blocks = 0;
        double steps = 0;
        int block = Math.min(width, height) / 8;
        for (int seed = 0; seed < PICTURES; seed++) {
            PixelImage picture = LeafPictures.draw(width, height, seed);
            pixels += variance(picture, 1);
            blocks += variance(picture, block);
            steps += squaredSteps(picture);
        }
        assertThat(blocks / pixels).as("blocks of %d pixels", block).isBetween(0.1, 0.9);
        assertThat(steps / (2 * pixels)).as("1 - correlation of neighbours").isBetween(0.02, 0.5);
    }

    @Test
    void anySizeIsDrawn() {
        PixelImage least = LeafPictures.draw(1, 1, 1);
        assertThat(least.width() * least.height()).isEqualTo(1);
        assertThat(LeafPictures.draw(7, 300, 1).height()).isEqualTo(300);
    }

    /** Of the means of blocks of the green channel, in squared levels. */
    private static double variance(PixelImage picture, int block) {
        int across = picture.width() / block;
        int down = picture.height() / block;
        double sum = 0;
        double squares = 0;
        for (int by = 0; by < down; by++) {
            for (int bx = 0; bx < across; bx++) {
                double mean = 0;
                for (int i = 0; i < block * block; i++) {
                    mean += picture.sample(bx * block + i % block, by * block + i / block, 1);
                }
                mean /= block * block;
                sum += mean;
                squares += mean * mean;
            }
        }
        int count = across * down;
        return squares / count - sum / count * (sum / count);
    }

    private static double squaredSteps(PixelImage picture) {
        double sum = 0;
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 1; x < picture.width(); x++) {
                double step = picture.sample(x, y, 1) - picture.sample(x - 1, y, 1);
                sum += step * step;
            }
        }
        return sum / (picture.height() * (picture.width() - 1));
    }
}
