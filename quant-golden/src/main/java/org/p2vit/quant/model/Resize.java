// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

/**
 * The scaling of an image.
 *
 * @param keepsProportions whether the shorter side gets {@code height} (and {@code width}, which is the same) and the other side
 *     follows, truncated to whole pixels; otherwise both sides are given
 * @param height in pixels
 * @param width in pixels
 */
public record Resize(boolean keepsProportions, int height, int width, ResizeFilter filter) {
    public Resize {
        Require.range("The height to resize to", height, 1, Preprocess.MAX_SIDE);
        Require.range("The width to resize to", width, 1, Preprocess.MAX_SIDE);
        Require.range("The number of pixels to resize to", (long) height * width, 1, Preprocess.MAX_PIXELS);
        if (keepsProportions && height != width) {
            throw new IllegalArgumentException("one length for the shorter side, not " + height + " and " + width);
        }
    }

    /** Scales the shorter side to {@code side}, keeping proportions. */
    public static Resize shorter(int side, ResizeFilter filter) {
        return new Resize(true, side, side, filter);
    }

    /** Scales both sides, each by its own factor. */
    public static Resize exact(int height, int width, ResizeFilter filter) {
        return new Resize(false, height, width, filter);
    }
}
