// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.untrusted;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.p2vit.quant.storage.Sha256;

/** Puts checksums right, so that what a fuzzer changes is looked at and not only refused. */
final class Checksums {
    private static final int SHA_BYTES = 32;
    private static final int PNG_MAGIC = 8;
    private static final int PNG_FRAME = 12;

    private Checksums() {}

    /** The last 32 bytes become the checksum of those before. */
    static byte[] ofBundle(byte[] input) {
        if (input.length < SHA_BYTES) {
            return input;
        }
        byte[] file = input.clone();
        byte[] content = Arrays.copyOf(file, file.length - SHA_BYTES);
        System.arraycopy(Sha256.of(content), 0, file, content.length, SHA_BYTES);
        return file;
    }

    /** Of each chunk that ends within the file; other files stay as they are. */
    static byte[] ofPng(byte[] input) {
        byte[] file = input.clone();
        ByteBuffer out = ByteBuffer.wrap(file);
        boolean png = file.length > PNG_MAGIC && file[1] == 'P' && file[2] == 'N' && file[3] == 'G';
        for (int at = PNG_MAGIC; png && file.length - at >= PNG_FRAME; ) {
            int length = out.getInt(at);
            if (length < 0 || length > file.length - at - PNG_FRAME) {
                return file;
            }
            CRC32 crc = new CRC32();
            crc.update(file, at + Integer.BYTES, length + Integer.BYTES);
            out.putInt(at + length + 2 * Integer.BYTES, (int) crc.getValue());
            at += length + PNG_FRAME;
        }
        return file;
    }
}
