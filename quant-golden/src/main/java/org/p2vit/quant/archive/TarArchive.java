// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.archive;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.p2vit.quant.InvalidInputException;

/**
 * An uncompressed tar file. Its headers are walked once. Of a name that is there twice the last file counts, as if it
 * were unpacked. Links, sparse files and names that lead out of the archive are no files of it.
 */
final class TarArchive implements Archive {
    private final Path file;
    private final Map<String, Place> places;

    /** Where the bytes of a file are. */
    private record Place(long offset, long size) {}

    private TarArchive(Path file, Map<String, Place> places) {
        this.file = file;
        this.places = places;
    }

    static TarArchive of(Path file) throws IOException {
        Map<String, Place> places = new LinkedHashMap<>();
        long end = Files.size(file);
        try (TarFile tar = new TarFile(file)) {
            for (TarArchiveEntry entry : tar.getEntries()) {
                Path name = Path.of(entry.getName()).normalize();
                if (!isRegular(entry) || name.isAbsolute() || name.startsWith("..")) {
                    continue;
                }
                if (entry.getSize() > end - entry.getDataOffset()) {
                    throw new InvalidInputException(
                            file + " is cut short in " + entry.getName() + "; get the whole file.");
                }
                places.put(name.toString().replace('\\', '/'), new Place(entry.getDataOffset(), entry.getSize()));
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(file + " is not a whole tar file: " + e.getMessage() + ".", e);
        }
        if (places.isEmpty()) {
            throw new InvalidInputException(file + " holds no files, or is no tar file; get the whole file.");
        }
        return new TarArchive(file, places);
    }

    private static boolean isRegular(TarArchiveEntry entry) {
        byte type = entry.getLinkFlag();
        return (type == TarConstants.LF_NORMAL || type == TarConstants.LF_OLDNORM)
                && !entry.isSparse()
                && !entry.getName().endsWith("/");
    }

    @Override
    public List<String> names() {
        return List.copyOf(places.keySet());
    }

    @Override
    public boolean has(String name) {
        return places.containsKey(name);
    }

    @Override
    public byte[] read(String name) throws IOException {
        Place place = places.get(name);
        if (place.size > StoredFile.MOST_BYTES) {
            throw new IOException("it has " + place.size + " bytes, at most " + StoredFile.MOST_BYTES + " are read");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) place.size);
        try (FileChannel in = FileChannel.open(file)) {
            while (bytes.hasRemaining()) {
                if (in.read(bytes, place.offset + bytes.position()) < 0) {
                    throw new EOFException("the archive has become shorter");
                }
            }
        }
        return bytes.array();
    }
}
