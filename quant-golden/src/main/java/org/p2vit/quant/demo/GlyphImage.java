// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.demo;

import java.awt.image.BufferedImage;
import org.p2vit.quant.image.PixelImage;

/**
 * A rendered glyph and its class.
 *
 * @param label index of the class, see {@link GlyphRenderer#labels()}
 * @param rgb interleaved RGB bytes, row by row, {@link GlyphRenderer#SIZE}² pixels; not copied
 */
public record GlyphImage(int label, byte[] rgb) {
    /** The same pixels as {@link org.p2vit.quant.image.ImagePreprocessor} takes them. */
    public PixelImage pixels() {
        return PixelImage.of(GlyphRenderer.SIZE, GlyphRenderer.SIZE, 3, rgb);
    }

    /** The same pixels as an 8-bit RGB image, for example for {@code ImageIO}. */
    public BufferedImage toBufferedImage() {
        int size = GlyphRenderer.SIZE;
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < size * size; i++) {
            int pixel = (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | rgb[3 * i + 2] & 0xff;
            image.setRGB(i % size, i / size, pixel);
        }
        return image;
    }
}
