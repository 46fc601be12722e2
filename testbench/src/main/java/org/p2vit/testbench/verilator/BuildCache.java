// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.p2vit.quant.storage.Scratch;

/**
 * Folders of finished builds, named by the hash of everything that went in. A folder that exists is complete: it is
 * filled under another name and renamed. One that was damaged since, by its {@link BuildSeal}, is built again. One path never holds two different libraries, because a process that loaded
 * the first would keep running it.
 *
 * <p>The cache is {@code target/verilated}, or the folder that the environment variable {@code P2VIT_CACHE} names.
 */
final class BuildCache {
    private static final Map<String, Object> LOCKS = new ConcurrentHashMap<>();

    private BuildCache() {}

    /** Fills an empty folder. */
    interface Filler {
        void fill(Path folder) throws IOException;
    }

    static Path root() {
        String chosen = System.getenv("P2VIT_CACHE");
        return (chosen == null || chosen.isBlank() ? Path.of("target", "verilated") : Path.of(chosen)).toAbsolutePath();
    }

    static Path obtain(String kind, List<String> ingredients, Filler filler) {
        String name = kind + "-" + hash(ingredients);
        Path folder = root().resolve(name);
        synchronized (LOCKS.computeIfAbsent(folder.toString(), k -> new Object())) {
            try {
                if (!isWhole(folder)) {
                    build(folder, filler);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return folder;
        }
    }

    private static void build(Path folder, Filler filler) throws IOException {
        Files.createDirectories(folder.getParent());
        Path work = Scratch.folder(folder.getParent());
        try {
            filler.fill(work);
            BuildSeal.put(work);
            if (!isWhole(folder)) {
                remove(folder);
                Files.move(work, folder, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (FileSystemException e) {
            // Another process finished the same build first; its result is as good as ours.
            if (!isWhole(folder)) {
                throw e;
            }
        } finally {
            Scratch.remove(work);
        }
    }

    private static boolean isWhole(Path folder) throws IOException {
        return Files.isDirectory(folder) && BuildSeal.isWhole(folder);
    }

    /** Takes a damaged build away, in one step for those who look for it. */
    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Path away = Scratch.folder(folder.getParent());
            try {
                Files.move(folder, away.resolve("damaged"), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Scratch.remove(away);
            }
        }
    }

    private static String hash(List<String> ingredients) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : ingredients) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** A C++ source or header of the simulation runtime. */
    static String source(String name) {
        try (InputStream in = BuildCache.class.getResourceAsStream("cpp/" + name)) {
            if (in == null) {
                throw new IllegalStateException("missing resource cpp/" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
