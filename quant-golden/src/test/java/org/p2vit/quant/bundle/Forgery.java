// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.bundle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/** A bundle taken apart by a reader that only knows {@code bundle.md}, changed, and put together with a valid checksum. */
final class Forgery {
    String header;
    byte[] payload;

    Forgery(byte[] bundle) {
        int headerBytes = ByteBuffer.wrap(bundle).order(ByteOrder.LITTLE_ENDIAN).getInt(12);
        header = new String(bundle, 16, headerBytes, StandardCharsets.UTF_8);
        payload = Arrays.copyOfRange(bundle, 16 + headerBytes, bundle.length - 32);
    }

    /** With a header of these bytes. */
    byte[] toBytes(byte[] json) {
        return toBytes(QuantizedBundle.VERSION, json.length, json);
    }

    byte[] toBytes() {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return toBytes(QuantizedBundle.VERSION, json.length, json);
    }

    byte[] toBytes(int version, int claimedHeaderBytes) {
        return toBytes(version, claimedHeaderBytes, header.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] toBytes(int version, int claimedHeaderBytes, byte[] json) {
        ByteBuffer file = ByteBuffer.allocate(16 + json.length + payload.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {(byte) 0x89, 0x50, 0x32, 0x56, 0x49, 0x54, 0x0D, 0x0A});
        file.putInt(version).putInt(claimedHeaderBytes).put(json).put(payload);
        return signed(file.array());
    }

    /** Where an array begins in the payload, by adding up the header's counts. */
    int offsetOf(String name) {
        int offset = 0;
        for (BundleHeader.Entry entry : entries()) {
            if (entry.name().equals(name)) {
                return offset;
            }
            offset += (int) entry.bytes();
        }
        throw new AssertionError(name);
    }

    List<BundleHeader.Entry> entries() {
        return BundleHeader.parse(header.getBytes(StandardCharsets.UTF_8)).arrays();
    }

    /** Puts a number at an element of an array. */
    Forgery with(String name, int index, int value) {
        BundleHeader.Entry entry = entries().stream()
                .filter(e -> e.name().equals(name))
                .findFirst()
                .orElseThrow();
        int bytes = (int) entry.kind().bytes(1);
        for (int i = 0; i < bytes; i++) {
            payload[offsetOf(name) + index * bytes + i] = (byte) (value >> 8 * i);
        }
        return this;
    }

    /** The bytes followed by their SHA-256. */
    static byte[] signed(byte[] body) {
        try {
            byte[] file = Arrays.copyOf(body, body.length + 32);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            System.arraycopy(digest, 0, file, body.length, 32);
            return file;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
