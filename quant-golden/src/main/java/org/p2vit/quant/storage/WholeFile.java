// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.storage;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;

/**
 * Files that are either whole or unchanged: a reader never sees half of one, nor does an interrupted program leave it.
 *
 * <p>A symbolic link stays, and what it names is written. A file that is replaced keeps its permissions. A pipe or a
 * character device is written to, never replaced. Folders, block devices and sockets are refused.
 */
public final class WholeFile {
    private static final int BUFFER = 1 << 16;

    private WholeFile() {}

    /** Writes all bytes of a file to a stream that it need not close. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes a text in UTF-8, as {@link #write} does; a failure is unchecked. */
    public static void writeText(Path file, String text) {
        try {
            write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes bytes, as {@link #write(Path, Content)} does. */
    public static void write(Path file, byte[] bytes) throws IOException {
        write(file, out -> out.write(bytes));
    }

    /**
     * Writes to a temporary file beside the target, then renames it. Makes missing folders.
     *
     * @throws IOException if that cannot be done; the target is then as before
     */
    public static void write(Path file, Content content) throws IOException {
        Destination target = Destination.of(file);
        switch (target.kind()) {
            case FILE -> replace(target.path(), content);
            case STREAM -> send(target.path(), StandardOpenOption.WRITE, content);
            case OPEN_FILE -> send(target.path(), StandardOpenOption.APPEND, content);
        }
    }

    /**
     * Finds out whether {@link #write} can, before hours of work: tries to make a file where the first missing folder
     * or the file itself will be.
     *
     * @throws IOException as {@link #write} would; nothing was changed
     */
    public static void check(Path file) throws IOException {
        Destination target = Destination.of(file);
        if (target.kind() == Destination.Kind.FILE) {
            probe(Destination.existingFolder(target.path()));
        }
    }

    /** @throws IOException if a file of so many bytes has no room on the disk where {@code file} will be */
    public static void requireRoom(Path file, long bytes) throws IOException {
        Destination target = Destination.of(file);
        if (target.kind() != Destination.Kind.FILE) {
            return;
        }
        long room =
                Files.getFileStore(Destination.existingFolder(target.path())).getUsableSpace();
        if (bytes > room) {
            throw new FileSystemException(
                    file.toString(), null, "has " + bytes + " bytes, but the disk has room for " + room);
        }
    }

    /** The same for a folder and the files to be written in it: it may be missing, but must be no file. */
    public static void checkFolder(Path folder) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new FileSystemException(folder.toString(), null, "is a file, not a folder");
        }
        probe(Files.exists(folder) ? folder : Destination.existingFolder(folder));
    }

    private static void probe(Path folder) throws IOException {
        Path file = Scratch.file(folder);
        try {
            Files.createFile(file);
        } catch (NoSuchFileException odd) {
            throw new FileSystemException(folder.toString(), null, "no file can be made in this folder");
        } finally {
            Scratch.remove(file);
        }
    }

    /** Whether writing one would change the other, through whatever links and paths; never so for pipes and devices. */
    public static boolean same(Path written, Path other) {
        try {
            Destination target = Destination.of(written);
            if (target.kind() != Destination.Kind.FILE) {
                return false;
            }
            return Files.exists(written) && Files.exists(other)
                    ? Files.isSameFile(written, other)
                    : target.place().equals(Destination.of(other).place());
        } catch (IOException unusable) {
            return false;
        }
    }

    /** Whether {@code written} is {@code folder}, or lies in it. */
    public static boolean isIn(Path written, Path folder) {
        try {
            return Destination.of(written).place().startsWith(Destination.place(folder));
        } catch (IOException unusable) {
            return false;
        }
    }

    private static void send(Path target, StandardOpenOption how, Content content) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target, how), BUFFER)) {
            content.writeTo(out);
        } catch (FileSystemException named) {
            throw named;
        } catch (IOException e) {
            throw new FileSystemException(target.toString(), null, e.getMessage());
        }
    }

    private static void replace(Path target, Content content) throws IOException {
        Files.createDirectories(target.getParent());
        // Not createTempFile: that makes files which only their owner may read.
        Path temporary = Scratch.file(target.getParent());
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
                content.writeTo(out);
                out.flush();
                channel.force(true);
            }
            keepPermissions(target, temporary);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileSystemException named) {
            throw named;
        } catch (IOException e) {
            throw new FileSystemException(target.toString(), null, e.getMessage());
        } finally {
            Scratch.remove(temporary);
        }
    }

    private static void keepPermissions(Path old, Path replacement) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(old, PosixFileAttributeView.class);
        if (view != null && Files.exists(old)) {
            Files.setPosixFilePermissions(replacement, view.readAttributes().permissions());
        }
    }
}
