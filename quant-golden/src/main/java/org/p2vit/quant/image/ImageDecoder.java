// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.archive.StoredFile;
import org.p2vit.quant.model.Preprocess;
import org.w3c.dom.Element;

/**
 * Decodes JPEG, PNG, GIF and BMP to 8-bit RGB; which of these a file is, its first bytes say, not its name. Samples are taken as
 * the file stores them: no colour profile is applied, no gamma changed; alpha is dropped, gray repeated three times, of
 * 16-bit samples the upper byte is kept, and the four colours of print become three ({@link InkColours}). Of an animation the first picture counts, if it covers the whole. All this is as torchvision
 * and timm have it, who also ignore the EXIF orientation. Files that are cut short or damaged are refused.
 *
 * <p>The samples of a JPEG are those of the JDK's decoder, which may differ by one from those of another decoder.
 */
public final class ImageDecoder {
    /** How the JDK's JPEG reader warns of a missing rest or hole, which it fills with gray. */
    private static final List<String> INCOMPLETE = List.of("Truncated File", "premature end", "Premature end");

    private static final int RGB = 3;

    private ImageDecoder() {}

    /** Decodes a file, whatever its EXIF orientation. */
    public static PixelImage read(Path file) {
        return read(file, false);
    }

    /**
     * Decodes a file.
     *
     * @param exifRotation whether it is turned as its EXIF orientation says
     * @throws InvalidInputException naming the file if it is absent, unreadable, incomplete or of another kind
     */
    public static PixelImage read(Path file, boolean exifRotation) {
        byte[] bytes = bytes(file);
        ImageKind kind = ImageKind.of(bytes)
                .orElseThrow(() -> new InvalidInputException(
                        file + " is not an image of a known format; convert it to JPEG or PNG."));
        if (!kind.readable()) {
            throw new InvalidInputException(
                    file + " is a " + kind.label() + " file, which is not read; convert it to JPEG or PNG.");
        }
        ImageFileCheck.require(file.toString(), kind, bytes);
        ImageReader reader = ImageIO.getImageReadersByFormatName(kind.label()).next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in, true, false);
            PixelImage image = decode(file, kind, bytes, reader);
            return exifRotation ? image.upright(ExifOrientation.of(kind, bytes)) : image;
        } catch (IOException
                | IllegalArgumentException
                | IllegalStateException
                | IndexOutOfBoundsException
                | NegativeArraySizeException
                | NullPointerException e) {
            // The JDK's readers answer damaged files with any of these.
            throw new InvalidInputException(
                    file + " cannot be decoded as an image (" + e.getMessage() + "); convert it to an RGB JPEG or PNG.",
                    e);
        } finally {
            reader.dispose();
        }
    }

    private static byte[] bytes(Path file) {
        if (!StoredFile.isThere(file) && !Files.isRegularFile(file)) {
            throw new InvalidInputException(file + " is not an image file: "
                    + (Files.exists(file) ? "it is no regular file." : "it does not exist."));
        }
        try {
            if (Files.exists(file) && Files.size(file) > StoredFile.MOST_BYTES) {
                throw new InvalidInputException(file + " has " + Files.size(file) + " bytes, more than images have.");
            }
            byte[] bytes = StoredFile.bytes(file);
            if (bytes.length == 0) {
                throw new InvalidInputException(file + " is empty; get the whole file.");
            }
            return bytes;
        } catch (IOException e) {
            throw new InvalidInputException(file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static PixelImage decode(Path file, ImageKind kind, byte[] bytes, ImageReader reader) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if ((long) width * height > Preprocess.MAX_PIXELS) {
            throw new InvalidInputException(file + " has " + width + "x" + height + " pixels; at most "
                    + Preprocess.MAX_PIXELS + " are read. Scale it down.");
        }
        if (!PixelRoom.fits(kind, bytes, width, height)) {
            throw new InvalidInputException(file + " is damaged: " + width + "x" + height + " pixels cannot be in its "
                    + bytes.length + " bytes; get the whole file.");
        }
        if (kind == ImageKind.GIF && !coversScreen(reader, width, height)) {
            throw new InvalidInputException(
                    file + " begins with a picture that covers only a part of it; convert it to PNG.");
        }
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        PixelImage image;
        if (kind == ImageKind.JPEG && !isOfLight(reader)) {
            Raster raster = reader.readRaster(0, null);
            if (raster.getNumBands() != InkColours.INKS) {
                throw otherColours(file);
            }
            image = InkColours.toRgb(bytes, raster);
        } else {
            BufferedImage read = reader.read(0);
            image = read.getColorModel() instanceof IndexColorModel ? indexed(read) : direct(file, read);
        }
        if (warnings.stream().anyMatch(warning -> INCOMPLETE.stream().anyMatch(warning::contains))) {
            throw new InvalidInputException(file + " is cut short; get the whole file.");
        }
        return image;
    }

    /** Whether the JDK knows a JPEG's colours, and they are not those of print. */
    private static boolean isOfLight(ImageReader reader) throws IOException {
        Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
        return types.hasNext() && types.next().getNumBands() != InkColours.INKS;
    }

    private static InvalidInputException otherColours(Path file) {
        return new InvalidInputException(
                file + " has neither gray, RGB nor CMYK samples of 8 or 16 bits; convert it to RGB.");
    }

    private static boolean coversScreen(ImageReader reader, int width, int height) throws IOException {
        IIOMetadata stream = reader.getStreamMetadata();
        Element root = (Element) stream.getAsTree(stream.getNativeMetadataFormatName());
        Element screen =
                (Element) root.getElementsByTagName("LogicalScreenDescriptor").item(0);
        return Integer.parseInt(screen.getAttribute("logicalScreenWidth")) == width
                && Integer.parseInt(screen.getAttribute("logicalScreenHeight")) == height;
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
            throw otherColours(file);
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
