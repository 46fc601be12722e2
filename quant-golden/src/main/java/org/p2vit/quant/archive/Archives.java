// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.p2vit.quant.InvalidInputException;

/** The archives that this process has looked into; each is indexed once, and again if its size or time has changed. */
public final class Archives {
    private static final byte[] PARQUET = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final List<ArchiveFormat> FORMATS = Stream.concat(
                    Stream.of(new TarFormat()),
                    ServiceLoader.load(ArchiveFormat.class, Archives.class.getClassLoader()).stream()
                            .map(ServiceLoader.Provider::get))
            .toList();

    private static final Map<Path, Opened> OPENED = new ConcurrentHashMap<>();

    private record Opened(Object state, Archive archive) {}

    private Archives() {}

    /**
     * The archive that a path names.
     *
     * @return empty if the file is none, or not there
     * @throws InvalidInputException if it is damaged, unreadable, or of a format that needs another module
     */
    public static Optional<Archive> at(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            List<Object> state = List.of(attributes.size(), attributes.lastModifiedTime());
            Path key = file.toAbsolutePath().normalize();
            Opened known = OPENED.get(key);
            if (known == null || !known.state.equals(state)) {
                Optional<ArchiveFormat> format = format(file);
                if (format.isEmpty()) {
                    return Optional.empty();
                }
                known = OPENED.compute(
                        key,
                        (path, there) -> there != null && there.state.equals(state)
                                ? there
                                : new Opened(state, open(format.get(), file)));
            }
            return Optional.of(known.archive);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static Optional<ArchiveFormat> format(Path file) throws IOException {
        for (ArchiveFormat format : FORMATS) {
            if (format.isOf(file)) {
                return Optional.of(format);
            }
        }
        if (begins(file, 0, PARQUET)) {
            throw new InvalidInputException(file
                    + " is a parquet file, which the module of Spark reads; use make … ENGINE=spark MASTER=local[2].");
        }
        return Optional.empty();
    }

    private static Archive open(ArchiveFormat format, Path file) {
        try {
            return format.open(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static InvalidInputException unreadable(Path file, IOException e) {
        return new InvalidInputException(file + " cannot be read: " + e.getMessage() + "; get the whole file.", e);
    }

    /** Whether a file has these bytes at a place. */
    public static boolean begins(Path file, int at, byte[] magic) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(Math.min(at, Files.size(file)));
            return Arrays.equals(in.readNBytes(magic.length), magic);
        }
    }
}
