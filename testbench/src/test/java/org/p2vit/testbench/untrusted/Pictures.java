// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.untrusted;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;

/** Small pictures of the formats and kinds of pixels that are read, two of them with an EXIF orientation. */
final class Pictures {
    private static final int WIDTH = 9;
    private static final int HEIGHT = 5;
    private static final int PNG_HEAD = 33;

    /** A TIFF block of one entry: orientation 6. */
    private static final byte[] ORIENTATION = {
        'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0
    };

    private Pictures() {}

    static List<byte[]> all() throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (int type : List.of(
                BufferedImage.TYPE_3BYTE_BGR,
                BufferedImage.TYPE_4BYTE_ABGR,
                BufferedImage.TYPE_BYTE_GRAY,
                BufferedImage.TYPE_USHORT_GRAY,
                BufferedImage.TYPE_BYTE_INDEXED,
                BufferedImage.TYPE_BYTE_BINARY)) {
            files.add(encoded("png", type));
        }
        for (String format : List.of("jpg", "gif", "bmp")) {
            files.add(encoded(format, BufferedImage.TYPE_3BYTE_BGR));
        }
        files.add(encoded("jpg", BufferedImage.TYPE_BYTE_GRAY));
        byte[] png = files.get(0);
        files.add(inserted(png, PNG_HEAD, block(ORIENTATION.length, "eXIf", ORIENTATION, 0)));
        byte[] exif = concatenated("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1), ORIENTATION);
        byte[] segment = ByteBuffer.allocate(4 + exif.length)
                .putShort((short) 0xffe1)
                .putShort((short) (exif.length + 2))
                .put(exif)
                .array();
        files.add(inserted(files.get(6), 2, segment));
        // What stands behind the end of a PNG is not part of it.
        files.add(concatenated(png, new byte[20]));
        return files;
    }

    /** A picture in three colours. */
    static byte[] encoded(String format) throws IOException {
        return encoded(format, BufferedImage.TYPE_3BYTE_BGR);
    }

    private static byte[] encoded(String format, int type) throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                image.setRGB(x, y, 0xff000000 | x * 28 << 16 | y * 50 << 8 | (x * y) * 5);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!ImageIO.write(image, format, out)) {
            throw new IllegalStateException("no writer of " + format + " for this picture");
        }
        return out.toByteArray();
    }

    private static byte[] block(int length, String name, byte[] content, int checksum) {
        return ByteBuffer.allocate(12 + content.length)
                .putInt(length)
                .put(name.getBytes(StandardCharsets.ISO_8859_1))
                .put(content)
                .putInt(checksum)
                .array();
    }

    private static byte[] inserted(byte[] file, int at, byte[] part) {
        return concatenated(Arrays.copyOf(file, at), part, Arrays.copyOfRange(file, at, file.length));
    }

    static byte[] concatenated(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
