// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.Preprocess;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.storage.WholeFile;

/**
 * Reads and writes the bundle of a quantized network, described in {@code quant-golden/doc/bundle.md}: magic, version,
 * JSON header, raw little-endian arrays, SHA-256. The bytes are a function of the network: a file that would be written
 * otherwise is refused, however clear its meaning is. Layer names of the records
 * are not stored; a network read back has those of {@code bundle.md}.
 */
public final class QuantizedBundle {
    /** Version of the format that is written. */
    public static final int VERSION = 14;

    private static final byte[] MAGIC = {(byte) 0x89, 'P', '2', 'V', 'I', 'T', '\r', '\n'};
    private static final int PREFIX_BYTES = MAGIC.length + 2 * Integer.BYTES;
    private static final int CHECKSUM_BYTES = 32;
    /** Greatest header. */
    public static final int MAX_HEADER_BYTES = 1 << 24;
    /** Greatest file. */
    static final long MAX_FILE_BYTES = 1L << 30;

    private QuantizedBundle() {}

    /**
     * Writes a bundle so that the file is either whole or unchanged.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    public static void write(QuantizedVit vit, Path file) {
        try {
            WholeFile.write(file, toBytes(vit));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InvalidInputException e) {
            throw new InvalidInputException("The bundle " + file + " cannot be written: " + e.getMessage() + ".", e);
        }
    }

    /** @throws InvalidInputException naming the file and the reason if it is no intact bundle of this version */
    public static QuantizedVit read(Path file) {
        try {
            long size = Files.size(file);
            if (size > MAX_FILE_BYTES) {
                throw new InvalidInputException("it has " + size + " bytes, more than any network takes");
            }
            return fromBytes(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new InvalidInputException("The bundle " + file + " does not exist.", e);
        } catch (IOException e) {
            throw new InvalidInputException("The bundle " + file + " cannot be read: " + e, e);
        } catch (InvalidInputException e) {
            String reason = e.getMessage();
            throw new InvalidInputException(
                    "The bundle " + file + " is refused: " + reason + (reason.endsWith(".") ? "" : "."), e);
        }
    }

    /** The arrays of a network's bundle, in their order. */
    public static List<BundleArray> arrays(QuantizedVit vit) {
        ArrayWriter arrays = VitEncoder.encode(vit);
        List<BundleArray> all = new ArrayList<>();
        for (int i = 0; i < arrays.entries().size(); i++) {
            BundleHeader.Entry entry = arrays.entries().get(i);
            all.add(new BundleArray(
                    entry.name(), entry.kind(), entry.count(), arrays.contents().get(i)));
        }
        return all;
    }

    /** The header of a network's bundle, JSON in canonical form. */
    public static String headerText(QuantizedVit vit) {
        return new String(header(vit, VitEncoder.encode(vit)).toJson(), StandardCharsets.UTF_8);
    }

    /** Knows the bytes of arrays, as a bundle has them. */
    @FunctionalInterface
    public interface ArraySource {
        /** @throws InvalidInputException if there is no such array of this type and size */
        byte[] content(String name, ElementKind kind, int count);
    }

    /**
     * A network from the parts of its bundle. Everything is checked that {@link #read} checks.
     *
     * @throws InvalidInputException if there is no bundle of these parts
     */
    public static QuantizedVit assemble(String headerText, ArraySource source) {
        byte[] header = headerText.getBytes(StandardCharsets.UTF_8);
        List<BundleHeader.Entry> entries = BundleHeader.parse(header).arrays();
        requireSize(
                header, entries.stream().mapToLong(BundleHeader.Entry::bytes).sum());
        return fromBytes(file(
                header,
                entries.stream()
                        .map(entry -> source.content(entry.name(), entry.kind(), entry.count()))
                        .toList()));
    }

    /** The content of a bundle's file. */
    public static byte[] toBytes(QuantizedVit vit) {
        vit.requireConsistentExponents();
        ArrayWriter arrays = VitEncoder.encode(vit);
        return file(header(vit, arrays).toJson(), arrays.contents());
    }

    private static byte[] file(byte[] header, List<byte[]> contents) {
        long length = requireSize(
                header, contents.stream().mapToLong(content -> content.length).sum());
        ByteBuffer file = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(MAGIC).putInt(VERSION).putInt(header.length).put(header);
        contents.forEach(file::put);
        file.put(checksum(file.array(), file.position()));
        return file.array();
    }

    /** Bytes of the whole file. */
    private static long requireSize(byte[] header, long contents) {
        if (header.length > MAX_HEADER_BYTES) {
            throw new InvalidInputException("its header would have " + header.length + " bytes; at most "
                    + MAX_HEADER_BYTES + " are allowed, shorten the labels");
        }
        long length = PREFIX_BYTES + header.length + contents + CHECKSUM_BYTES;
        if (length > MAX_FILE_BYTES) {
            throw new InvalidInputException(
                    "it would have " + length + " bytes; at most " + MAX_FILE_BYTES + " are allowed");
        }
        return length;
    }

    private static BundleHeader header(QuantizedVit vit, ArrayWriter arrays) {
        String preprocess = vit.input().preprocess().text();
        return new BundleHeader(vit.shape(), vit.attention(), preprocess, vit.labels(), arrays.entries());
    }

    /** @throws InvalidInputException if it is not the content of an intact bundle of this version */
    public static QuantizedVit fromBytes(byte[] file) {
        if (file.length < MAGIC.length || !Arrays.equals(MAGIC, Arrays.copyOf(file, MAGIC.length))) {
            throw new InvalidInputException("it does not begin as a quantized-model bundle does");
        }
        int end = file.length - CHECKSUM_BYTES;
        if (end < PREFIX_BYTES) {
            throw new InvalidInputException("it ends after " + file.length + " bytes, within the first fields");
        }
        ByteBuffer prefix = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int version = prefix.getInt(MAGIC.length);
        if (version != VERSION) {
            throw new InvalidInputException("its format is version " + Integer.toUnsignedString(version)
                    + "; this program reads version " + VERSION + ", quantize the network again");
        }
        if (!Arrays.equals(file, end, file.length, checksum(file, end), 0, CHECKSUM_BYTES)) {
            throw new InvalidInputException("its checksum is wrong, it is truncated or damaged");
        }
        int headerBytes = prefix.getInt(MAGIC.length + Integer.BYTES);
        if (headerBytes < 0 || headerBytes > MAX_HEADER_BYTES || headerBytes > end - PREFIX_BYTES) {
            throw new InvalidInputException("its header claims " + Integer.toUnsignedString(headerBytes) + " bytes");
        }
        int payload = PREFIX_BYTES + headerBytes;
        byte[] json = Arrays.copyOfRange(file, PREFIX_BYTES, payload);
        BundleHeader header = BundleHeader.parse(json);
        ArrayReader content = new ArrayReader(header.arrays(), file, payload, end);
        QuantizedVit vit = VitDecoder.decode(header, Preprocess.parse(header.preprocess()), content);
        vit.requireConsistentExponents();
        ArrayWriter arrays = VitEncoder.encode(vit);
        CanonicalForm.requireHeader(header, json, header(vit, arrays));
        CanonicalForm.requireArrays(file, payload, arrays);
        return vit;
    }

    private static byte[] checksum(byte[] file, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(file, 0, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
