// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.job;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import org.p2vit.quant.storage.Sha256;
import org.p2vit.quant.storage.WholeFile;

/** SHA-256 of what is written, of which no more is in memory than a buffer. */
final class ContentDigest {
    private static final int BUFFER = 1 << 16;

    private ContentDigest() {}

    static byte[] of(WholeFile.Content content) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (OutputStream out =
                new BufferedOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest), BUFFER)) {
            content.writeTo(out);
        }
        return digest.digest();
    }
}
