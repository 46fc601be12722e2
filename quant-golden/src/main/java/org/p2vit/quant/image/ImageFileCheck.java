// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.p2vit.quant.InvalidInputException;

/** Looks whether a file is whole, where the JDK's readers would fill what is missing or damaged without a word. */
final class ImageFileCheck {
    private static final int PNG_MAGIC = 8;
    private static final int PNG_FRAME = 12;
    private static final int PNG_END = 0x49454E44;
    private static final int GIF_TRAILER = 0x3B;
    private static final int BMP_SIZE = 2;
    private static final int BMP_PACKING = 30;
    private static final int BMP_JPEG = 4;
    private static final int BMP_PNG = 5;

    private ImageFileCheck() {}

    /** @throws InvalidInputException beginning with {@code name} if the file is cut short or damaged */
    static void require(String name, ImageKind kind, byte[] file) {
        boolean whole =
                switch (kind) {
                    case PNG -> png(name, file);
                    case GIF -> gif(file);
                    case BMP -> bmp(name, file);
                    default -> true;
                };
        if (!whole) {
            throw new InvalidInputException(name + " is cut short; get the whole file.");
        }
    }

    /** Walks the chunks to IEND; every checksum must be right. */
    private static boolean png(String name, byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file);
        int at = PNG_MAGIC;
        while (file.length - at >= PNG_FRAME) {
            long length = in.getInt(at) & 0xffffffffL;
            if (length > file.length - at - PNG_FRAME) {
                return false;
            }
            CRC32 crc = new CRC32();
            crc.update(file, at + Integer.BYTES, (int) length + Integer.BYTES);
            int next = at + (int) length + PNG_FRAME;
            if ((int) crc.getValue() != in.getInt(next - Integer.BYTES)) {
                throw new InvalidInputException(name + " is damaged: a checksum is wrong; get the file again.");
            }
            if (in.getInt(at + Integer.BYTES) == PNG_END) {
                return true;
            }
            at = next;
        }
        return false;
    }

    /** A JPEG or PNG inside, of which the decoder would believe whatever it says, is refused. */
    private static boolean bmp(String name, byte[] file) {
        if (file.length < BMP_PACKING + Integer.BYTES || little(file, BMP_SIZE) > file.length) {
            return false;
        }
        long packing = little(file, BMP_PACKING);
        if (packing == BMP_JPEG || packing == BMP_PNG) {
            throw new InvalidInputException(
                    name + " has a JPEG or PNG inside a BMP file, which is not read; convert it to PNG.");
        }
        return true;
    }

    /** The trailer is the last byte but for zeros that some programs add. */
    private static boolean gif(byte[] file) {
        int last = file.length - 1;
        while (last > 0 && file[last] == 0) {
            last--;
        }
        return file[last] == GIF_TRAILER;
    }

    private static long little(byte[] file, int at) {
        return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(at) & 0xffffffffL;
    }
}
