// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Files and folders under way to what a user asked for. They have names that end in {@code .partial} and are removed when
 * the program ends, by a signal too. Only a killed machine or program (SIGKILL) leaves them behind.
 */
public final class Scratch {
    private static final String PREFIX = ".p2vit-";
    private static final String SUFFIX = ".partial";
    private static final int TRIES = 200;
    private static final long PAUSE_MILLIS = 10;
    private static final long PATIENCE_SECONDS = 30;

    private static final Set<Path> UNFINISHED = new LinkedHashSet<>();
    private static final ReentrantLock PLACING = new ReentrantLock();
    private static volatile boolean ending;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Scratch::clean, "scratch"));
    }

    private Scratch() {}

    /** True once the program has begun to end; what fails from then on is a consequence of that. */
    public static boolean ending() {
        return ending;
    }

    /** A name in {@code folder} for a file that is made next. */
    static Path file(Path folder) throws IOException {
        return keep(folder.resolve(PREFIX + UUID.randomUUID() + SUFFIX));
    }

    /** Whether a file's name is one of those. */
    static boolean isName(String name) {
        return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
    }

    /** A new folder, in {@code parent}. */
    public static Path folder(Path parent) throws IOException {
        return Files.createDirectory(file(parent));
    }

    private static Path keep(Path path) throws IOException {
        synchronized (UNFINISHED) {
            if (ending) {
                throw new IOException("the program is being ended");
            }
            UNFINISHED.add(path);
        }
        return path;
    }

    /** Deletes a file, or a folder with everything in it, if it is there. */
    public static void remove(Path path) throws IOException {
        delete(path);
        synchronized (UNFINISHED) {
            UNFINISHED.remove(path);
        }
    }

    /** Several steps that a signal does not come between. */
    interface Placing {
        void run() throws IOException;
    }

    static void place(Placing steps) throws IOException {
        PLACING.lock();
        try {
            if (ending) {
                throw new IOException("the program is being ended");
            }
            steps.run();
        } finally {
            PLACING.unlock();
        }
    }

    /** Programs that still write there are ended first; our own threads stop when the folder is gone. */
    private static void clean() {
        try {
            boolean placed = PLACING.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
            ending = true;
            if (placed) {
                PLACING.unlock();
            }
            List<Path> left;
            synchronized (UNFINISHED) {
                left = List.copyOf(UNFINISHED);
            }
            if (!left.isEmpty()) {
                ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
            }
            for (Path path : left) {
                for (int i = 0; i < TRIES && !gone(path); i++) {
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean gone(Path path) {
        try {
            delete(path);
            return true;
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private static void delete(Path path) throws IOException {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(path);
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
