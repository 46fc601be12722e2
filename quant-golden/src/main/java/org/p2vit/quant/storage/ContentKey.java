// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.p2vit.quant.archive.StoredFile;

/** Collects everything that a result depends on into one hash: code, files, options. */
public final class ContentKey {
    private static final int DIGITS = 16;

    private final MessageDigest digest = Sha256.digest();

    /** A key for what {@code maker} makes; another build of its module has other keys. */
    public ContentKey(Class<?> maker) {
        code(maker);
    }

    /** Adds the code of a whole module, that which {@code part} is of. */
    public ContentKey code(Class<?> part) {
        try {
            code(Path.of(
                    part.getProtectionDomain().getCodeSource().getLocation().toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    /** A jar is one file, classes that were not packaged are a folder. */
    private void code(Path location) {
        if (!Files.isDirectory(location)) {
            file(location);
            return;
        }
        try (Stream<Path> files = Files.walk(location)) {
            List<Path> classes = files.filter(Files::isRegularFile).sorted().toList();
            for (Path file : classes) {
                text(location.relativize(file).toString()).file(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds names and contents of files; where they lie does not matter. */
    public ContentKey files(List<Path> files) {
        for (Path file : files) {
            text(file.getFileName().toString()).file(file);
        }
        return this;
    }

    /** Adds an option or any other text. */
    public ContentKey text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds anything else. */
    public ContentKey bytes(byte[] bytes) {
        part(bytes);
        return this;
    }

    private void file(Path file) {
        try {
            part(StoredFile.bytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The length first, so that parts cannot run into each other. */
    private void part(byte[] bytes) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        digest.update(bytes);
    }

    /** The key of all that was added, hexadecimal. Ends the collection. */
    public String digits() {
        return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    }
}
