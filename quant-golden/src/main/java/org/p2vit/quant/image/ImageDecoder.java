// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.Preprocess;

/**
 * Decodes JPEG, PNG and the other formats of the JDK to 8-bit RGB. Samples are taken as the file stores them: no colour
 * profile is applied, no gamma changed, no orientation tag followed; alpha is dropped, gray repeated three times, and of
 * 16-bit samples the upper byte is kept. CMYK files are refused.
 *
 * <p>The samples of a JPEG are those of the JDK's decoder, which may differ by one from those of another decoder.
 */
public final class ImageDecoder {
    /** How the JDK's JPEG reader warns of the missing rest of a file, which it fills with gray. */
    private static final String TRUNCATED = "Truncated File";

    private static final int RGB = 3;

    private ImageDecoder() {}

    /**
     * Decodes a file.
     *
     * @throws InvalidInputException naming the file if it is absent, unreadable or of an unknown kind
     */
    public static PixelImage read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(file + " is not an image file: "
                    + (Files.exists(file) ? "it is no regular file." : "it does not exist."));
        }
        try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new InvalidInputException(
                        file + " is not an image of a known format; convert it to JPEG or PNG.");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                return decode(file, reader);
            } finally {
                reader.dispose();
            }
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            // The JDK's readers answer damaged files with any of these.
            throw new InvalidInputException(
                    file + " cannot be decoded as an image (" + e.getMessage() + "); convert it to an RGB JPEG or PNG.",
                    e);
        }
    }

    private static PixelImage decode(Path file, ImageReader reader) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if ((long) width * height > Preprocess.MAX_PIXELS) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "%s has %dx%d pixels; at most %d are read. Scale it down.",
                    file,
                    width,
                    height,
                    Preprocess.MAX_PIXELS));
        }
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        BufferedImage image = reader.read(0);
        if (warnings.stream().anyMatch(warning -> warning.startsWith(TRUNCATED))) {
            throw new InvalidInputException(file + " is truncated; get the whole file.");
        }
        return image.getColorModel() instanceof IndexColorModel ? indexed(image) : direct(file, image);
    }

    private static PixelImage indexed(BufferedImage image) {
        byte[] samples = new byte[image.getWidth() * image.getHeight() * RGB];
        int filled = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = image.getRGB(x, y);
                samples[filled++] = (byte) (rgb >> 16);
                samples[filled++] = (byte) (rgb >> 8);
                samples[filled++] = (byte) rgb;
            }
        }
        return new PixelImage(image.getWidth(), image.getHeight(), RGB, samples);
    }

    /** Reads the raster itself, because {@code getRGB} would convert gray and profiled images. */
    private static PixelImage direct(Path file, BufferedImage image) {
        Raster raster = image.getRaster();
        int space = image.getColorModel().getColorSpace().getType();
        int bits = image.getSampleModel().getSampleSize(0);
        boolean isGray = space == ColorSpace.TYPE_GRAY;
        if ((!isGray && space != ColorSpace.TYPE_RGB) || (bits != 8 && bits != 16)) {
            throw new InvalidInputException(
                    file + " has neither gray nor RGB samples of 8 or 16 bits; convert it to RGB.");
        }
        byte[] samples = new byte[image.getWidth() * image.getHeight() * RGB];
        int[] pixel = new int[raster.getNumBands()];
        int filled = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                raster.getPixel(x, y, pixel);
                for (int channel = 0; channel < RGB; channel++) {
                    samples[filled++] = (byte) (pixel[isGray ? 0 : channel] >> (bits - 8));
                }
            }
        }
        return new PixelImage(image.getWidth(), image.getHeight(), RGB, samples);
    }
}
