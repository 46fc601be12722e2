// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.Preprocess;
import org.p2vit.quant.model.VitShape;

class ImageDecoderTests {
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

    /**
     * Inks as a JPEG stores them, 255 for none of it, and RGB by Pillow's {@code convert}: with no ink white, with all black, and else
     * each colour's share of the black's. With Adobe's segment the first three are Y, Cb, Cr by libjpeg's fixed point.
     */
    @ParameterizedTest
    @CsvSource({
        "-1, 255 255 255 255, 255 255 255",
        "-1, 0 0 0 0, 0 0 0",
        "-1, 255 255 255 0, 0 0 0",
        "-1, 200 100 50 220, 173 86 43",
        "0, 200 100 50 220, 173 86 43",
        "2, 100 128 128 255, 155 155 155",
        "2, 100 128 178 255, 85 191 155",
        "2, 100 178 128 200, 122 135 52",
        "2, 250 128 250 255, 0 92 5"
    })
    void mixesTheColoursOfPrint(int transform, String inks, String rgb) throws IOException {
        Path file = inks(numbers(inks), transform);
        byte[] expected = new byte[16 * 16 * 3];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (byte) numbers(rgb)[i % 3];
        }
        assertThat(ImageDecoder.read(file)).isEqualTo(PixelImage.of(16, 16, 3, expected));
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 40));
        refused(file, "");
    }

    private static int[] numbers(String text) {
        return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    /** A flat picture that its compression does not change, with Adobe's segment if {@code transform} is not negative. */
    private Path inks(int[] inks, int transform) throws IOException {
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, inks.length, null);
        for (int i = 0; i < 256; i++) {
            raster.setPixel(i % 16, i / 16, inks);
        }
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam finest = writer.getDefaultWriteParam();
        finest.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        finest.setCompressionQuality(1);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(jpeg)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(raster, null, null), finest);
        } finally {
            writer.dispose();
        }
        ByteBuffer file = ByteBuffer.allocate(jpeg.size() + 16).put(jpeg.toByteArray(), 0, 2);
        if (transform >= 0) {
            file.put(HexFormat.of().parseHex("ffee000e41646f626500640000000000"))
                    .put(file.position() - 1, (byte) transform);
        }
        file.put(jpeg.toByteArray(), 2, jpeg.size() - 2);
        return Files.write(folder.resolve("inks.jpg"), Arrays.copyOf(file.array(), file.position()));
    }

    /** As Pillow's modes LA, in 8 and in 16 bits. */
    @Test
    void dropsTheAlphaOfGray() throws IOException {
        for (int bytes = 1; bytes <= 2; bytes++) {
            int type = bytes == 1 ? DataBuffer.TYPE_BYTE : DataBuffer.TYPE_USHORT;
            ColorModel model = new ComponentColorModel(
                    ColorSpace.getInstance(ColorSpace.CS_GRAY), true, false, Transparency.TRANSLUCENT, type);
            BufferedImage image = new BufferedImage(model, model.createCompatibleWritableRaster(2, 1), false, null);
            int scale = bytes == 1 ? 1 : 256;
            image.getRaster().setPixel(0, 0, new int[] {100 * scale, 0});
            image.getRaster().setPixel(1, 0, new int[] {200 * scale, 255 * scale});
            assertThat(ImageDecoder.read(png(image)))
                    .isEqualTo(PixelImage.of(2, 1, 3, bytes(100, 100, 100, 200, 200, 200)));
        }
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
        refused(empty, "is empty");
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

    /** At every length the file is whole or refused; what the readers would fill with gray or black is seen. */
    @Test
    void refusesEveryCut() throws IOException {
        BufferedImage noise = noise(24, 16);
        for (String format : new String[] {"png", "jpeg", "gif", "bmp"}) {
            Path whole = folder.resolve("whole." + format);
            ImageIO.write(noise, format, whole.toFile());
            byte[] bytes = Files.readAllBytes(whole);
            Path part = folder.resolve("part." + format);
            for (int length = 1; length < bytes.length; length += length < 700 ? 7 : 41) {
                Files.write(part, Arrays.copyOf(bytes, length));
                refused(part, "");
            }
            Files.write(part, Arrays.copyOf(bytes, bytes.length - 1));
            refused(part, "");
        }
    }

    /** A cut that somebody has closed with the marker of an end. */
    @Test
    void refusesAJpegWithAHole() throws IOException {
        Path whole = folder.resolve("whole.jpg");
        ImageIO.write(noise(64, 64), "jpeg", whole.toFile());
        byte[] bytes = Files.readAllBytes(whole);
        byte[] closed = Arrays.copyOf(bytes, bytes.length / 2);
        closed[closed.length - 2] = (byte) 0xff;
        closed[closed.length - 1] = (byte) 0xd9;
        Path part = folder.resolve("closed.jpg");
        Files.write(part, closed);
        refused(part, "is cut short");
    }

    @Test
    void refusesADamagedPng() throws IOException {
        Path file = png(noise(24, 16));
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        refused(file, "is damaged: a checksum is wrong");
    }

    @Test
    void namesTheKindsThatItDoesNotRead() throws IOException {
        Map<String, String> kinds = Map.of(
                "RIFF\0\0\0\0WEBPVP8 ", "WebP",
                "II*\0\b\0\0\0", "TIFF",
                "MM\0*\0\0\0\b", "TIFF",
                "\0\0\0\u0018ftypheic", "HEIC",
                "\0\0\0\u0018ftypavif", "AVIF",
                "<!DOCTYPE html>", "HTML",
                "version https://git-lfs.github.com/spec/v1\n", "Git LFS pointer");
        for (Map.Entry<String, String> kind : kinds.entrySet()) {
            Path file = folder.resolve("named.jpg");
            Files.write(file, kind.getKey().getBytes(StandardCharsets.ISO_8859_1));
            refused(file, "is a " + kind.getValue());
        }
    }

    @Test
    void theNameOfAFileDoesNotCount() throws IOException {
        Path file = folder.resolve("really-a-png.JPG");
        ImageIO.write(noise(3, 2), "png", file.toFile());
        assertThat(ImageDecoder.read(file).width()).isEqualTo(3);
    }

    @Test
    void refusesTwoColours() throws IOException {
        refused(inks(new int[] {1, 2}, -1), "neither gray, RGB nor CMYK");
    }

    @Test
    void dropsTheAlphaOfPalettes() throws IOException {
        byte[] reds = {10, 20};
        byte[] greens = {30, 40};
        byte[] blues = {50, 60};
        byte[] alphas = {0, (byte) 128};
        IndexColorModel palette = new IndexColorModel(8, 2, reds, greens, blues, alphas);
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED, palette);
        image.getRaster().setSample(0, 0, 0, 0);
        image.getRaster().setSample(1, 0, 0, 1);
        assertThat(ImageDecoder.read(png(image))).isEqualTo(PixelImage.of(2, 1, 3, bytes(10, 30, 50, 20, 40, 60)));
    }

    /** Numbers of the pixels of a 3x2 image, row by row, as each orientation shows them upright. */
    @ParameterizedTest
    @CsvSource({
        "1, 3, 012345",
        "2, 3, 210543",
        "3, 3, 543210",
        "4, 3, 345012",
        "5, 2, 031425",
        "6, 2, 304152",
        "7, 2, 524130",
        "8, 2, 251403"
    })
    void turnsImagesUpright(int orientation, int width, String pixels) {
        PixelImage stored = PixelImage.of(3, 2, 1, bytes(0, 1, 2, 3, 4, 5));
        byte[] expected = new byte[6];
        for (int i = 0; i < 6; i++) {
            expected[i] = (byte) (pixels.charAt(i) - '0');
        }
        assertThat(stored.upright(orientation)).isEqualTo(PixelImage.of(width, 6 / width, 1, expected));
    }

    /** Exif blocks in both byte orders, in a JPEG and in a PNG; followed only when asked for. */
    @Test
    void followsTheOrientationOfACameraWhenAsked() throws IOException {
        byte[] little = HexFormat.of().parseHex("49492a00080000000100120103000100000006000000" + "00000000");
        byte[] big = HexFormat.of().parseHex("4d4d002a00000008000101120003000000010006" + "0000" + "00000000");
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(noise(16, 8), "jpeg", jpeg);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(noise(16, 8), "png", png);
        for (byte[] exif : new byte[][] {little, big}) {
            Path turned = folder.resolve("turned.jpg");
            Files.write(turned, withExif(jpeg.toByteArray(), exif));
            assertThat(ImageDecoder.read(turned).width()).isEqualTo(16);
            PixelImage upright = ImageDecoder.read(turned, true);
            assertThat(upright.width()).isEqualTo(8);
            assertThat(upright).isEqualTo(ImageDecoder.read(turned).upright(6));
            Path chunk = folder.resolve("turned.png");
            Files.write(chunk, withChunk(png.toByteArray(), exif));
            assertThat(ImageDecoder.read(chunk).width()).isEqualTo(16);
            assertThat(ImageDecoder.read(chunk, true).width()).isEqualTo(8);
        }
        Path odd = folder.resolve("odd.jpg");
        Files.write(odd, withExif(jpeg.toByteArray(), Arrays.copyOf(little, 12)));
        assertThat(ImageDecoder.read(odd, true).width()).isEqualTo(16);
        Files.write(odd, jpeg.toByteArray());
        assertThat(ImageDecoder.read(odd, true).width()).isEqualTo(16);
    }

    private static byte[] withExif(byte[] jpeg, byte[] exif) {
        ByteBuffer file = ByteBuffer.allocate(jpeg.length + exif.length + 10);
        file.put(jpeg, 0, 2).putShort((short) 0xffe1).putShort((short) (exif.length + 8));
        return file.put("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1))
                .put(exif)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    /** Behind the header, which takes 8 + 25 bytes. */
    private static byte[] withChunk(byte[] png, byte[] exif) {
        ByteBuffer file = ByteBuffer.allocate(png.length + exif.length + 12);
        byte[] name = "eXIf".getBytes(StandardCharsets.ISO_8859_1);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(exif);
        return file.put(png, 0, 33)
                .putInt(exif.length)
                .put(name)
                .put(exif)
                .putInt((int) crc.getValue())
                .put(png, 33, png.length - 33)
                .array();
    }

    private static BufferedImage noise(int width, int height) {
        BufferedImage noise = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            noise.setRGB(i % width, i / width, i * 0x9e3779b1);
        }
        return noise;
    }

    @Test
    void refusesImagesThatClaimAllMemory() throws IOException {
        Path file = png(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB));
        byte[] bytes = Files.readAllBytes(file);
        // Width and height of a PNG are the big-endian words at 16 and 20.
        for (int i = 17; i < 24; i += 4) {
            bytes[i] = 1;
        }
        CRC32 crc = new CRC32();
        crc.update(bytes, 12, 17);
        ByteBuffer.wrap(bytes).putInt(29, (int) crc.getValue());
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
