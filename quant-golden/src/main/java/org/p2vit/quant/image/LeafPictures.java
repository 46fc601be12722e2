// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import java.util.SplittableRandom;

/**
 * Pictures to calibrate with where there are no photographs: ellipses and boxes that cover each other, of sizes that follow a
 * power law, with a little noise. This <i>dead leaves</i> model (Lee, Mumford and Huang, "Occlusion Models for Natural
 * Images", IJCV 2001) has edges, plain areas and contrasts at all scales, as photographs have. The same seed draws the same
 * picture everywhere.
 */
public final class LeafPictures {
    /** The largest leaf, as a share of the picture's side, and how much smaller the smallest is. */
    private static final double GREATEST_RADIUS = 0.5;

    private static final double SPAN = 18;

    /** Pixels are painted so much smaller in each direction. */
    private static final int FINER = 2;

    /** So many leaves leave next to nothing of the ground. */
    private static final int LEAVES = 4000;

    private static final int CHANNELS = 3;
    private static final double MEAN_BRIGHTNESS = 0.45;
    private static final double TINT_DEVIATION = 0.08;
    private static final double NOISE_DEVIATION = 0.02;
    private static final double FULL = 255;

    private final int width;
    private final int height;
    private final SplittableRandom random;
    private final byte[] samples;
    private final boolean[] covered;
    private final double leastRadius;
    private final double[] mean;
    private final double contrast;
    private final double colourfulness;

    private LeafPictures(int width, int height, long seed) {
        this.width = width;
        this.height = height;
        this.random = new SplittableRandom(seed);
        this.samples = new byte[width * height * CHANNELS];
        this.covered = new boolean[width * height];
        // Pictures differ in sharpness, brightness, tint and contrast, as photographs do.
        this.leastRadius = Math.max(1, GREATEST_RADIUS * Math.min(width, height) / SPAN * (1 + random.nextDouble()));
        double brightness = MEAN_BRIGHTNESS + 0.3 * (random.nextDouble() - 0.5);
        this.contrast = 0.12 + 0.2 * random.nextDouble();
        this.colourfulness = 0.05 + 0.1 * random.nextDouble();
        this.mean = new double[CHANNELS];
        for (int c = 0; c < CHANNELS; c++) {
            mean[c] = brightness + TINT_DEVIATION * normal();
        }
    }

    /** An RGB picture. */
    public static PixelImage draw(int width, int height, long seed) {
        LeafPictures picture = new LeafPictures(FINER * width, FINER * height, seed);
        // From the front to the back: a pixel belongs to the first leaf that covers it.
        int bare = picture.covered.length;
        for (int leaf = 0; leaf < LEAVES && bare > 0; leaf++) {
            bare -= picture.leaf();
        }
        picture.ground();
        return picture.smaller(width, height);
    }

    /** Each pixel the mean of those that were painted for it, so that edges are as soft as a lens makes them. */
    private PixelImage smaller(int columns, int rows) {
        byte[] means = new byte[columns * rows * CHANNELS];
        for (int i = 0; i < means.length; i++) {
            int column = i / CHANNELS % columns;
            int row = i / CHANNELS / columns;
            int sum = FINER * FINER / 2;
            for (int y = row * FINER; y < (row + 1) * FINER; y++) {
                for (int x = column * FINER; x < (column + 1) * FINER; x++) {
                    sum += samples[(y * width + x) * CHANNELS + i % CHANNELS] & 0xff;
                }
            }
            means[i] = (byte) (sum / (FINER * FINER));
        }
        return new PixelImage(columns, rows, CHANNELS, means);
    }

    /** @return pixels that no leaf before has covered */
    private int leaf() {
        double radius = radius();
        double other = radius * (0.3 + 0.7 * random.nextDouble());
        double x = random.nextDouble() * width;
        double y = random.nextDouble() * height;
        double angle = random.nextDouble() * Math.PI;
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        boolean box = random.nextBoolean();
        double[] colour = colour();
        double reach = box ? radius + other : radius;
        int filled = 0;
        for (int row = first(y - reach); row < last(y + reach, height); row++) {
            for (int column = first(x - reach); column < last(x + reach, width); column++) {
                double along = ((column - x) * cos + (row - y) * sin) / radius;
                double across = ((row - y) * cos - (column - x) * sin) / other;
                boolean inside =
                        box ? Math.abs(along) <= 1 && Math.abs(across) <= 1 : along * along + across * across <= 1;
                int pixel = row * width + column;
                if (inside && !covered[pixel]) {
                    paint(pixel, colour);
                    filled++;
                }
            }
        }
        return filled;
    }

    /** Of a density that falls with the third power, which looks alike at every magnification. */
    private double radius() {
        double greatest = Math.max(leastRadius, GREATEST_RADIUS * Math.min(width, height));
        double share = random.nextDouble();
        return 1 / Math.sqrt(share / (leastRadius * leastRadius) + (1 - share) / (greatest * greatest));
    }

    private void ground() {
        double[] colour = colour();
        for (int pixel = 0; pixel < covered.length; pixel++) {
            if (!covered[pixel]) {
                paint(pixel, colour);
            }
        }
    }

    private double[] colour() {
        double lighter = contrast * normal();
        double[] colour = new double[CHANNELS];
        for (int c = 0; c < CHANNELS; c++) {
            colour[c] = mean[c] + lighter + colourfulness * normal();
        }
        return colour;
    }

    private void paint(int pixel, double[] colour) {
        covered[pixel] = true;
        for (int c = 0; c < CHANNELS; c++) {
            double value = Math.floor(FULL * (colour[c] + NOISE_DEVIATION * normal()) + 0.5);
            samples[pixel * CHANNELS + c] = (byte) (int) Math.max(0, Math.min(FULL, value));
        }
    }

    /** Nearly normal, of deviation 1: a sum of uniform numbers, the same on every machine. */
    private double normal() {
        return 2 * (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5);
    }

    private static int first(double pixel) {
        return (int) Math.max(0, Math.ceil(pixel));
    }

    private static int last(double pixel, int size) {
        return (int) Math.min(size, Math.floor(pixel) + 1);
    }
}
