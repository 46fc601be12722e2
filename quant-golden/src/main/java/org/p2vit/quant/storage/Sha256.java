// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.storage;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest by which files and configurations are told apart. */
public final class Sha256 {
    private Sha256() {}

    /** The 32 bytes of the digest. */
    public static byte[] of(byte[] bytes) {
        return digest().digest(bytes);
    }

    /** The algorithm, for what comes in parts. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The same as 64 hexadecimal digits. */
    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(of(bytes));
    }
}
