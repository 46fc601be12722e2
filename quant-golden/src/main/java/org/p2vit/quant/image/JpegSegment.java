// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The segments of applications ahead of the picture in a JPEG. */
final class JpegSegment {
    private static final int SCAN = 0xffda;

    private JpegSegment() {}

    /** What follows the name in the first segment of this marker and name; nothing if there is none, or the file ends before. */
    static Optional<ByteBuffer> find(byte[] jpeg, int marker, String name) {
        ByteBuffer file = ByteBuffer.wrap(jpeg);
        byte[] head = name.getBytes(StandardCharsets.ISO_8859_1);
        try {
            int at = 2;
            for (int found = file.getShort(at) & 0xffff; found != SCAN; found = file.getShort(at) & 0xffff) {
                int length = file.getShort(at + 2) & 0xffff;
                int start = at + 2 + Short.BYTES;
                if (found == marker && Arrays.equals(head, Arrays.copyOfRange(jpeg, start, start + head.length))) {
                    return Optional.of(file.slice(start + head.length, length - Short.BYTES - head.length));
                }
                at += 2 + length;
            }
        } catch (IndexOutOfBoundsException ended) {
            return Optional.empty();
        }
        return Optional.empty();
    }
}
