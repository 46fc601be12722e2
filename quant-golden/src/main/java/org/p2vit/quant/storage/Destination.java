// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * What a path given for output stands for. Symbolic links are followed, to a file that is not there yet too.
 *
 * @param path without a link at its end, except where the link is the system's own, as {@code /dev/stdout}
 * @param kind how bytes come there
 */
record Destination(Path path, Kind kind) {
    private static final int MOST_LINKS = 40;
    private static final int FORMAT = 0170000;
    private static final int BLOCK_DEVICE = 0060000;
    private static final int SOCKET = 0140000;

    enum Kind {
        /** A regular file, or nothing yet: put in place by renaming. */
        FILE,
        /** A pipe or a character device: written to. */
        STREAM,
        /** A file that this process has open already, such as redirected standard output: appended to. */
        OPEN_FILE
    }

    /** @throws FileSystemException for folders, block devices and sockets */
    static Destination of(Path file) throws IOException {
        Path path = file.toAbsolutePath();
        Optional<BasicFileAttributes> found = attributes(path);
        if (found.isPresent() && found.get().isDirectory()) {
            throw new FileSystemException(file.toString(), null, "is a folder, not a file");
        }
        if (found.isPresent() && found.get().isOther()) {
            int format = (Integer) Files.getAttribute(path, "unix:mode") & FORMAT;
            if (format == BLOCK_DEVICE || format == SOCKET) {
                throw new FileSystemException(file.toString(), null, "is a block device or a socket, not a file");
            }
            return writable(path, Kind.STREAM);
        }
        for (int links = 0; Files.isSymbolicLink(path); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemLoopException(file.toString());
            }
            if (path.getParent().toRealPath().startsWith("/proc")) {
                return writable(path, Kind.OPEN_FILE);
            }
            path = path.resolveSibling(Files.readSymbolicLink(path));
        }
        return found.isPresent() ? writable(path, Kind.FILE) : new Destination(path, Kind.FILE);
    }

    private static Destination writable(Path path, Kind kind) throws AccessDeniedException {
        if (!Files.isWritable(path)) {
            throw new AccessDeniedException(path.toString());
        }
        return new Destination(path, kind);
    }

    private static Optional<BasicFileAttributes> attributes(Path path) throws IOException {
        try {
            return Optional.of(Files.readAttributes(path, BasicFileAttributes.class));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    /** Where the bytes come to, by real folders. */
    Path place() throws IOException {
        return place(path);
    }

    /** A path that may be missing, by real folders as far as they are there. */
    static Path place(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        if (Files.exists(absolute)) {
            return absolute.toRealPath();
        }
        Path folder = existingFolder(absolute);
        return folder.toRealPath().resolve(folder.relativize(absolute)).normalize();
    }

    /** The deepest folder above a path that is there. */
    static Path existingFolder(Path path) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        while (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            folder = folder.getParent();
        }
        if (!Files.isDirectory(folder)) {
            throw new FileSystemException(path.toString(), null, folder + " is not a folder");
        }
        return folder;
    }
}
