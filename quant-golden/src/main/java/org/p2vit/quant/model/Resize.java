// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

/**
 * The scaling of an image.
 *
 * @param keepsProportions whether both sides are scaled by one factor: if {@code height} and {@code width} are the same, the shorter side
 *     gets them and the other follows, truncated to whole pixels; if not, the image just covers them, both sides rounded half to even;
 *     otherwise both sides are given
 * @param height in pixels
 * @param width in pixels
 */
public record Resize(boolean keepsProportions, int height, int width, ResizeFilter filter) {
    public Resize {
        Require.range("The height to resize to", height, 1, Preprocess.MAX_SIDE);
        Require.range("The width to resize to", width, 1, Preprocess.MAX_SIDE);
        Require.range("The number of pixels to resize to", (long) height * width, 1, Preprocess.MAX_PIXELS);
    }

    /** Scales the shorter side to {@code side}, keeping proportions. */
    public static Resize shorter(int side, ResizeFilter filter) {
        return new Resize(true, side, side, filter);
    }

    /** Scales to the least size that covers another, keeping proportions (timm's {@code ResizeKeepRatio}). */
    public static Resize cover(int height, int width, ResizeFilter filter) {
        return new Resize(true, height, width, filter);
    }

    /** Scales both sides, each by its own factor. */
    public static Resize exact(int height, int width, ResizeFilter filter) {
        return new Resize(false, height, width, filter);
    }
}
