// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.emit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.p2vit.quant.InvalidInputException;

/** A folder that is replaced as a whole by one made beside it, or left alone when it holds the same already. */
final class OutputFolder {
    private final Path target;
    private final String proof;

    /**
     * @param target the folder, which may be missing
     * @param proof a file by which a folder that may be replaced is known
     * @throws InvalidInputException when there is something else at {@code target}
     */
    OutputFolder(Path target, String proof) throws IOException {
        this.target = target.toAbsolutePath().normalize();
        this.proof = proof;
        if (Files.exists(this.target) && !mayBeReplaced()) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "%s exists and has no %s in it, so it is not replaced; choose a folder of its own",
                    target,
                    proof));
        }
    }

    private boolean mayBeReplaced() throws IOException {
        return Files.isDirectory(target)
                && (Files.exists(target.resolve(proof)) || names(target).isEmpty());
    }

    /** An empty folder beside the target. */
    Path stage() throws IOException {
        Files.createDirectories(target.getParent());
        return Files.createDirectory(beside());
    }

    /** Puts {@code staged} in the target's place. */
    void replaceBy(Path staged) throws IOException {
        if (Files.exists(target) && same(staged)) {
            return;
        }
        Path old = beside();
        if (Files.exists(target)) {
            Files.move(target, old);
        }
        Files.move(staged, target);
        delete(old);
    }

    private boolean same(Path staged) throws IOException {
        List<String> names = names(staged);
        if (!names.equals(names(target))) {
            return false;
        }
        for (String name : names) {
            if (!Arrays.equals(Files.readAllBytes(staged.resolve(name)), Files.readAllBytes(target.resolve(name)))) {
                return false;
            }
        }
        return true;
    }

    private Path beside() {
        return target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".partial");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Deletes a folder, if it is there, with everything in it. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
