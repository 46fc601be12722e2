// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import java.util.Locale;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.Crop;
import org.p2vit.quant.model.Preprocess;
import org.p2vit.quant.model.PreprocessWords;
import org.p2vit.quant.model.Resize;

/** Brings an image to the size of a {@link Preprocess}. Turning it is the business of {@link ImageDecoder}. */
final class SizeStep {
    private SizeStep() {}

    /** @throws InvalidInputException if the image is too small to be cropped, too long to be scaled or of another size */
    static PixelImage apply(Preprocess preprocess, PixelImage image) {
        PixelImage scaled =
                preprocess.resize().map(resize -> scaled(resize, image)).orElse(image);
        if (preprocess.crop() != Crop.NONE) {
            return centre(preprocess, scaled);
        }
        if (scaled.width() != preprocess.width() || scaled.height() != preprocess.height()) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "The image is %d high and %d wide, but the preprocessing %s takes no other size.",
                    image.height(),
                    image.width(),
                    preprocess.text()));
        }
        return scaled;
    }

    private static PixelImage scaled(Resize resize, PixelImage image) {
        long width = resize.width();
        long height = resize.height();
        if (resize.keepsProportions() && width == height) {
            int shorter = Math.min(image.width(), image.height());
            width = width * image.width() / shorter;
            height = height * image.height() / shorter;
        } else if (resize.keepsProportions()) {
            double ratio = Math.min((double) image.height() / height, (double) image.width() / width);
            width = (long) Math.rint(image.width() / ratio);
            height = (long) Math.rint(image.height() / ratio);
        }
        if (width * height > Preprocess.MAX_PIXELS) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "An image of %dx%d pixels is too long to be scaled to %dx%d; crop it first.",
                    image.width(),
                    image.height(),
                    width,
                    height));
        }
        return Resampler.resize(image, (int) width, (int) height, resize.filter());
    }

    private static PixelImage centre(Preprocess preprocess, PixelImage image) {
        int width = preprocess.width();
        int height = preprocess.height();
        if (image.width() < width || image.height() < height) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "An image of %dx%d pixels is too small to crop %dx%d from; use the preprocessing %s.",
                    image.width(),
                    image.height(),
                    width,
                    height,
                    PreprocessWords.RESIZE_CROP));
        }
        return image.crop(
                margin(preprocess.crop(), image.width() - width),
                margin(preprocess.crop(), image.height() - height),
                width,
                height);
    }

    private static int margin(Crop crop, int whole) {
        return crop == Crop.CENTRE_FLOOR ? whole / 2 : (int) Math.rint(whole / 2.0);
    }
}
