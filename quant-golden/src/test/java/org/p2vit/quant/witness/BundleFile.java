// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The bytes of a bundle as bundle.md lays them out; arrays can be exchanged, and the checksum follows. */
final class BundleFile {
    private static final byte[] MAGIC = {(byte) 0x89, 0x50, 0x32, 0x56, 0x49, 0x54, 0x0D, 0x0A};
    private static final int VERSION = 14;
    private static final int CHECKSUM_BYTES = 32;

    private final byte[] start;
    private final JsonNode header;
    /** Types and words of all arrays, in their order. */
    private final Map<String, String> types = new LinkedHashMap<>();

    private final Map<String, List<BigInteger>> words = new LinkedHashMap<>();

    BundleFile(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[MAGIC.length];
        bytes.get(magic);
        int version = bytes.getInt();
        if (!Arrays.equals(magic, MAGIC) || version != VERSION) {
            throw new IllegalArgumentException("not a bundle of version " + VERSION);
        }
        byte[] text = new byte[bytes.getInt()];
        bytes.get(text);
        start = Arrays.copyOf(file, bytes.position());
        header = JsonMapper.shared().readTree(new String(text, StandardCharsets.UTF_8));
        for (JsonNode array : header.get("arrays")) {
            String name = array.get("name").stringValue();
            types.put(name, array.get("type").stringValue());
            words.put(name, read(bytes, types.get(name), array.get("count").intValue()));
        }
        byte[] checksum = new byte[CHECKSUM_BYTES];
        bytes.get(checksum);
        if (bytes.hasRemaining() || !Arrays.equals(checksum, sha256(file, file.length - CHECKSUM_BYTES))) {
            throw new IllegalArgumentException("the end of the bundle is not its checksum");
        }
    }

    WitnessBundle network() {
        Map<String, List<BigInteger>> whole = new LinkedHashMap<>(words);
        whole.keySet().removeIf(name -> types.get(name).equals("f32"));
        // In i4 there is a sixteenth of a weight.
        whole.replaceAll((name, codes) -> types.get(name).equals("i4")
                ? codes.stream()
                        .map(code -> code.multiply(BigInteger.valueOf(16)))
                        .toList()
                : codes);
        return new WitnessBundle(header, whole);
    }

    List<BigInteger> array(String name) {
        return words.get(name);
    }

    /** The bits of an element of an array. */
    int bits(String name) {
        return Integer.parseInt(types.get(name).substring(1));
    }

    void replace(String name, List<BigInteger> values) {
        if (values.size() != words.get(name).size()) {
            throw new IllegalArgumentException(name + " has " + words.get(name).size() + " words");
        }
        words.put(name, List.copyOf(values));
    }

    byte[] toBytes() {
        int room = start.length + CHECKSUM_BYTES;
        for (List<BigInteger> values : words.values()) {
            room += 4 * values.size();
        }
        ByteBuffer bytes = ByteBuffer.allocate(room).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(start);
        words.forEach((name, values) -> write(bytes, types.get(name), values));
        bytes.put(sha256(bytes.array(), bytes.position()));
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static List<BigInteger> read(ByteBuffer bytes, String type, int count) {
        List<BigInteger> values = new ArrayList<>(count);
        int pair = 0;
        for (int index = 0; index < count; index++) {
            switch (type) {
                case "i8" -> values.add(BigInteger.valueOf(bytes.get()));
                case "i16" -> values.add(BigInteger.valueOf(bytes.getShort()));
                case "i32", "f32" -> values.add(BigInteger.valueOf(bytes.getInt()));
                case "i4" -> {
                    pair = index % 2 == 0 ? bytes.get() & 255 : pair / 16;
                    int half = pair % 16;
                    values.add(BigInteger.valueOf(half < 8 ? half : half - 16));
                }
                default -> throw new IllegalArgumentException("type " + type);
            }
        }
        return List.copyOf(values);
    }

    private static void write(ByteBuffer bytes, String type, List<BigInteger> values) {
        for (int index = 0; index < values.size(); index++) {
            int value = values.get(index).intValueExact();
            switch (type) {
                case "i8" -> bytes.put((byte) value);
                case "i16" -> bytes.putShort((short) value);
                case "i32", "f32" -> bytes.putInt(value);
                case "i4" -> {
                    if (index % 2 == 0) {
                        int next = index + 1 < values.size()
                                ? values.get(index + 1).intValueExact()
                                : 0;
                        bytes.put((byte) ((next & 15) * 16 + (value & 15)));
                    }
                }
                default -> throw new IllegalArgumentException("type " + type);
            }
        }
    }

    private static byte[] sha256(byte[] bytes, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
