// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.storage.WholeFile;

/** A zip of arrays, as {@code numpy.savez} and {@code numpy.savez_compressed} write it: each in a file that ends in {@code .npy}. */
final class NumpyArchive implements AutoCloseable {
    private static final String SUFFIX = ".npy";

    /** The least that a zip can say; the bytes of an archive do not depend on the clock. */
    private static final LocalDateTime NO_DATE = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final ZipFile zip;

    private NumpyArchive(ZipFile zip) {
        this.zip = zip;
    }

    /** Writes the arrays in their order, without compression, as NumPy can map them. */
    static void write(Map<String, NumpyArray> arrays, Path file) throws IOException {
        WholeFile.write(file, out -> {
            ZipOutputStream archive = new ZipOutputStream(out, UTF_8);
            for (Map.Entry<String, NumpyArray> array : arrays.entrySet()) {
                byte[] bytes = array.getValue().toBytes();
                CRC32 checksum = new CRC32();
                checksum.update(bytes);
                ZipEntry entry = new ZipEntry(array.getKey() + SUFFIX);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(bytes.length);
                entry.setCrc(checksum.getValue());
                entry.setTimeLocal(NO_DATE);
                archive.putNextEntry(entry);
                archive.write(bytes);
                archive.closeEntry();
            }
            archive.finish();
        });
    }

    /** @throws IOException if there is no such file, or it is no zip */
    static NumpyArchive open(Path file) throws IOException {
        ZipFile zip = new ZipFile(file.toFile(), UTF_8);
        try {
            NumpyArchive archive = new NumpyArchive(zip);
            List<String> names = zip.stream().map(ZipEntry::getName).toList();
            Set<String> seen = new HashSet<>();
            for (String name : names) {
                if (!seen.add(name)) {
                    throw new InvalidInputException("its file " + name + " is there twice");
                }
            }
            return archive;
        } catch (RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    /** The files in it, those of arrays without their ending. */
    Set<String> names() {
        Set<String> names = new HashSet<>();
        zip.stream()
                .map(ZipEntry::getName)
                .forEach(name ->
                        names.add(name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name));
        return names;
    }

    /**
     * Reads an array.
     *
     * @param most bytes that its elements may have; no more is read
     * @throws InvalidInputException naming the array if it is missing, too large or none
     */
    NumpyArray array(String name, long most) {
        ZipEntry entry = zip.getEntry(name + SUFFIX);
        if (entry == null) {
            throw new InvalidInputException("array " + name + " is missing");
        }
        long limit = most + NumpyArray.MAX_HEADER_BYTES;
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes((int) Math.min(limit, Integer.MAX_VALUE - 8L));
            if (in.read() >= 0) {
                throw new InvalidInputException("it has more than " + most + " bytes");
            }
            return NumpyArray.fromBytes(bytes);
        } catch (IOException e) {
            throw new InvalidInputException("array " + name + " cannot be read: " + e.getMessage(), e);
        } catch (InvalidInputException e) {
            throw new InvalidInputException("array " + name + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
