// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The orientation that a camera wrote into a JPEG (segment APP1) or PNG (chunk {@code eXIf}): tag 0x0112 of the first directory of
 * an Exif block. 1 is upright; what is absent, malformed or out of 1 … 8 counts as 1, as in Pillow's {@code exif_transpose}.
 */
final class ExifOrientation {
    static final int UPRIGHT = 1;

    private static final int GREATEST = 8;
    private static final int TAG = 0x0112;
    private static final int SHORT = 3;
    private static final int ENTRY_BYTES = 12;
    private static final String EXIF = "Exif\0\0";
    private static final int APP1 = 0xffe1;
    private static final int PNG_EXIF = 0x65584966;
    private static final int PNG_END = 0x49454e44;

    private ExifOrientation() {}

    static int of(ImageKind kind, byte[] file) {
        try {
            return switch (kind) {
                case JPEG ->
                    JpegSegment.find(file, APP1, EXIF)
                            .map(ExifOrientation::directory)
                            .orElse(UPRIGHT);
                case PNG -> png(ByteBuffer.wrap(file));
                default -> UPRIGHT;
            };
        } catch (IndexOutOfBoundsException e) {
            return UPRIGHT;
        }
    }

    /** What stands behind the last chunk may be anything. */
    private static int png(ByteBuffer file) {
        int at = 8;
        while (file.getInt(at + 4) != PNG_END) {
            int length = file.getInt(at);
            if (file.getInt(at + 4) == PNG_EXIF) {
                return directory(file.slice(at + 8, length));
            }
            at += 12 + length;
        }
        return UPRIGHT;
    }

    private static int directory(ByteBuffer block) {
        block.order(block.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int at = block.getInt(4);
        int entries = block.getShort(at) & 0xffff;
        for (int i = 0; i < entries; i++) {
            int entry = at + 2 + i * ENTRY_BYTES;
            if ((block.getShort(entry) & 0xffff) == TAG && block.getShort(entry + 2) == SHORT) {
                int value = block.getShort(entry + 8);
                return value >= UPRIGHT && value <= GREATEST ? value : UPRIGHT;
            }
        }
        return UPRIGHT;
    }
}
