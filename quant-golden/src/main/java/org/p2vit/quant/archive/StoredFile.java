// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A file of the file system, or in an archive: {@code folder/a.jpg} or {@code folder/val.tar/a.jpg}. */
public final class StoredFile {
    /** A longer file in an archive is not read. */
    public static final int MOST_BYTES = 1 << 30;

    private record Member(Archive archive, String name) {}

    private StoredFile() {}

    /** Whether it is there and can be read. */
    public static boolean isThere(Path file) {
        return Files.isRegularFile(file) ? Files.isReadable(file) : member(file).isPresent();
    }

    /**
     * All of it.
     *
     * @throws IOException if it is not there or cannot be read
     */
    public static byte[] bytes(Path file) throws IOException {
        if (Files.exists(file)) {
            return Files.readAllBytes(file);
        }
        Member member = member(file).orElseThrow(() -> new NoSuchFileException(file.toString()));
        return member.archive.read(member.name);
    }

    /** The archive is the nearest file above. */
    private static Optional<Member> member(Path file) {
        for (Path above = file.getParent(); above != null; above = above.getParent()) {
            if (Files.exists(above)) {
                String name = above.relativize(file).toString().replace('\\', '/');
                return Archives.at(above)
                        .filter(archive -> archive.has(name))
                        .map(archive -> new Member(archive, name));
            }
        }
        return Optional.empty();
    }
}
