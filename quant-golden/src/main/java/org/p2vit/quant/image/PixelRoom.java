// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Whether a file has the bytes that its pixels take at the least. A header of a few bytes may claim any size, and a decoder makes room
 * for it before it looks further.
 */
final class PixelRoom {
    /** Greatest growth of what deflate packed: 258 bytes from two bits. */
    private static final int DEFLATE = 1032;
    /** A block of 8 x 8 samples has one bit at the least. */
    private static final int JPEG_PIXELS = 512;
    /** A code of 12 bits stands for less than 4096 pixels. */
    private static final int GIF_PIXELS = 2731;

    private static final int PNG_DEPTH = 24;
    private static final int PNG_COLOURS = 25;
    private static final int BMP_HEADER = 14;
    private static final int BMP_OLD_HEADER = 12;
    private static final int BMP_OLD_BITS = 24;
    private static final int BMP_BITS = 28;
    private static final int BMP_PACKING = 30;
    private static final int BITFIELDS = 3;

    private PixelRoom() {}

    static boolean fits(ImageKind kind, byte[] file, long width, long height) {
        return switch (kind) {
            case PNG -> pngRow(file, width) * height <= (long) DEFLATE * file.length;
            case JPEG -> width * height <= (long) JPEG_PIXELS * file.length;
            case GIF -> width * height <= (long) GIF_PIXELS * file.length;
            case BMP -> bmp(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN), width, height);
            default -> true;
        };
    }

    /** Whole bytes of a row. */
    private static long pngRow(byte[] file, long width) {
        int samples =
                switch (file[PNG_COLOURS]) {
                    case 2 -> 3;
                    case 4 -> 2;
                    case 6 -> 4;
                    default -> 1;
                };
        return (width * samples * file[PNG_DEPTH] + 7) / 8;
    }

    /** Runs may be of any length where pixels are packed. */
    private static boolean bmp(ByteBuffer file, long width, long height) {
        boolean old = file.getInt(BMP_HEADER) == BMP_OLD_HEADER;
        int packing = old ? 0 : file.getInt(BMP_PACKING);
        long row = (width * file.getShort(old ? BMP_OLD_BITS : BMP_BITS) + 31) / 32 * 4;
        return packing != 0 && packing != BITFIELDS || row * height <= file.limit();
    }
}
