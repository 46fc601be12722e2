// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.Preprocess;
import org.p2vit.quant.model.VitShape;

class ImageDecoderTest {
    @TempDir
    Path folder;

    @Test
    void readsColoursAndDropsAlpha() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0xff0180fe);
        image.setRGB(1, 0, 0x00123456);
        PixelImage read = ImageDecoder.read(png(image));
        assertThat(read).isEqualTo(PixelImage.of(2, 1, 3, bytes(0x01, 0x80, 0xfe, 0x12, 0x34, 0x56)));
    }

    @Test
    void repeatsGrayWithoutGamma() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(0, 0, 0, 100);
        image.getRaster().setSample(1, 0, 0, 255);
        assertThat(ImageDecoder.read(png(image)))
                .isEqualTo(PixelImage.of(2, 1, 3, bytes(100, 100, 100, 255, 255, 255)));
    }

    @Test
    void keepsTheUpperByteOfLongSamples() throws IOException {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setSample(0, 0, 0, 0x7fff);
        assertThat(ImageDecoder.read(png(image))).isEqualTo(PixelImage.of(1, 1, 3, bytes(0x7f, 0x7f, 0x7f)));
    }

    @Test
    void looksUpPalettes() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
        image.setRGB(1, 0, 0xffffffff);
        assertThat(ImageDecoder.read(png(image))).isEqualTo(PixelImage.of(2, 1, 3, bytes(0, 0, 0, 255, 255, 255)));
    }

    @Test
    void readsGrayAndColourJpegs() throws IOException {
        for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_INT_RGB}) {
            BufferedImage image = new BufferedImage(16, 8, type);
            int[] pixel = {90, 90, 90};
            for (int i = 0; i < 128; i++) {
                image.getRaster().setPixel(i % 16, i / 16, pixel);
            }
            Path file = folder.resolve("flat.jpg");
            ImageIO.write(image, "jpeg", file.toFile());
            byte[] expected = new byte[16 * 8 * 3];
            Arrays.fill(expected, (byte) 90);
            assertThat(ImageDecoder.read(file)).isEqualTo(PixelImage.of(16, 8, 3, expected));
        }
    }

    @Test
    void weighsColoursToGray() {
        PixelImage image = PixelImage.of(4, 1, 3, bytes(255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255));
        // 0.299, 0.587 and 0.114 of 255 are 76.2, 149.7 and 29.1.
        assertThat(image.toGray()).isEqualTo(PixelImage.of(4, 1, 1, bytes(76, 150, 29, 255)));
    }

    @Test
    void refusesFourColours() throws IOException {
        WritableRaster inks = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
        Path file = folder.resolve("inks.jpg");
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(inks, null, null), null);
        } finally {
            writer.dispose();
        }
        refused(file, "convert it to");
    }

    @Test
    void refusesWhatIsNoImage() throws IOException {
        refused(folder.resolve("absent.jpg"), "does not exist");
        refused(folder, "no regular file");
        Path text = folder.resolve("text.jpg");
        Files.writeString(text, "not an image");
        refused(text, "known format");
        Path empty = folder.resolve("empty.png");
        Files.write(empty, new byte[0]);
        refused(empty, "known format");
    }

    @Test
    void refusesTruncatedFiles() throws IOException {
        BufferedImage noise = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64 * 64; i++) {
            noise.setRGB(i % 64, i / 64, i * 0x9e3779b1);
        }
        for (String format : new String[] {"png", "jpeg"}) {
            Path whole = folder.resolve("whole." + format);
            ImageIO.write(noise, format, whole.toFile());
            assertThat(ImageDecoder.read(whole).width()).isEqualTo(64);
            byte[] bytes = Files.readAllBytes(whole);
            for (int length : new int[] {10, bytes.length / 4, bytes.length / 2, bytes.length * 9 / 10}) {
                Path part = folder.resolve("part." + format);
                Files.write(part, Arrays.copyOf(bytes, length));
                refused(part, "");
            }
        }
    }

    @Test
    void refusesImagesThatClaimAllMemory() throws IOException {
        Path file = png(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB));
        byte[] bytes = Files.readAllBytes(file);
        // Width and height of a PNG are the big-endian words at 16 and 20.
        for (int i = 17; i < 24; i += 4) {
            bytes[i] = 1;
        }
        Files.write(file, bytes);
        refused(file, "65537x65537 pixels");
    }

    @Test
    void thePreprocessorNamesTheFileThatIsTooSmall() throws IOException {
        Path file = png(new BufferedImage(3, 3, BufferedImage.TYPE_INT_RGB));
        VitShape shape = new VitShape(4, 4, 3, 2, 8, 1, 2, 8, 2);
        ImagePreprocessor preprocessor = new ImagePreprocessor(shape, Preprocess.crop(4, 4), Normalization.IMAGENET);
        assertThatThrownBy(() -> preprocessor.patches(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(file + ": An image of 3x3 pixels");
    }

    private Path png(BufferedImage image) throws IOException {
        Path file = folder.resolve("image.png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static void refused(Path file, String message) {
        assertThatThrownBy(() -> ImageDecoder.read(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }
}
