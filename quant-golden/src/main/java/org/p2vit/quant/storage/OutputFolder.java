// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.p2vit.quant.InvalidInputException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A folder of files that this program wrote and may write again. A JSON file in it, its manifest, says {@code "tool":
 * "p2vit"} and lists the others, each as an object with {@code file} and {@code sha256}.
 *
 * <p>Nothing but these files is ever replaced or removed. A folder that holds anything else is refused, naming it; so is
 * one in which a listed file was changed since, so that no edit is lost. The manifest is removed first and written last:
 * where it is, the files are whole and belong together.
 */
public final class OutputFolder {
    /** What a manifest says of its author. */
    public static final String TOOL = "p2vit";

    private final Path given;
    private final Path target;
    private final String manifest;

    /**
     * @param target the folder, which may be missing; a link to one is followed
     * @param manifest name of the file that lists the others
     * @throws InvalidInputException when there is anything in {@code target} that is not ours
     * @throws IOException when a folder cannot be made or written there
     */
    public OutputFolder(Path target, String manifest) throws IOException {
        this.given = target;
        this.manifest = manifest;
        if (Files.exists(target) && !Files.isDirectory(target)) {
            throw new InvalidInputException(target + " is a file; choose another name for the folder");
        }
        this.target = Files.exists(target)
                ? target.toRealPath()
                : target.toAbsolutePath().normalize();
        requireOwn();
        WholeFile.checkFolder(there());
    }

    /** The folder, or the one above it that is there: the same disk. */
    private Path there() throws IOException {
        return Files.exists(target) ? target : Destination.existingFolder(target);
    }

    /** An empty folder for the files to come; to be given to {@link Scratch#remove} in the end. */
    public Path stage() throws IOException {
        return Scratch.folder(there());
    }

    /**
     * Puts the files of {@code staged}, the manifest among them, in the place of those of the last time. What is the
     * same already is left alone, with its date.
     */
    public void replaceBy(Path staged) throws IOException {
        Map<String, String> fresh = new TreeMap<>();
        for (String name : names(staged)) {
            fresh.put(name, Sha256.hex(Files.readAllBytes(staged.resolve(name))));
        }
        requireOwn();
        Map<String, String> old = new TreeMap<>();
        for (String name : Files.exists(target) ? names(target) : List.<String>of()) {
            old.put(name, Sha256.hex(Files.readAllBytes(target.resolve(name))));
        }
        if (!old.equals(fresh)) {
            Scratch.place(() -> replace(staged, old, fresh));
        }
    }

    private void replace(Path staged, Map<String, String> old, Map<String, String> fresh) throws IOException {
        Files.createDirectories(target);
        Files.deleteIfExists(target.resolve(manifest));
        for (String name : old.keySet()) {
            if (!fresh.containsKey(name)) {
                Files.delete(target.resolve(name));
            }
        }
        for (Map.Entry<String, String> file : fresh.entrySet()) {
            if (!file.getKey().equals(manifest) && !file.getValue().equals(old.get(file.getKey()))) {
                move(staged, file.getKey());
            }
        }
        move(staged, manifest);
    }

    private void move(Path staged, String name) throws IOException {
        Files.move(
                staged.resolve(name),
                target.resolve(name),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private void requireOwn() throws IOException {
        if (!Files.exists(target)) {
            return;
        }
        Map<String, String> listed = listed();
        for (String name : names(target)) {
            Path file = target.resolve(name);
            if (name.equals(manifest) && !listed.isEmpty()) {
                continue;
            }
            String digest = listed.get(name);
            if (digest == null) {
                throw new InvalidInputException(given + " holds \"" + name + "\", which this program did not write;"
                        + " nothing was changed there: choose a folder of its own, or move that away");
            }
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !same(file, digest)) {
                throw new InvalidInputException("\"" + name + "\" in " + given + " was changed after it was written;"
                        + " nothing was changed there: move that file away to have it written anew");
            }
        }
    }

    private static boolean same(Path file, String digest) throws IOException {
        return Sha256.hex(Files.readAllBytes(file)).equals(digest);
    }

    /** The digests of the files that are ours, by name; none if the manifest is absent or somebody else's. */
    private Map<String, String> listed() throws IOException {
        Map<String, String> files = new TreeMap<>();
        Optional<JsonNode> root = json(target.resolve(manifest));
        if (root.isPresent() && root.get().path("tool").asString("").equals(TOOL)) {
            for (JsonNode entry : root.get().findParents("sha256")) {
                files.put(entry.path("file").asString(""), entry.path("sha256").asString(""));
            }
        }
        return files;
    }

    private static Optional<JsonNode> json(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonMapper.shared().readTree(Files.readAllBytes(file)));
        } catch (JacksonException foreign) {
            return Optional.empty();
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !Scratch.isName(name))
                    .sorted()
                    .toList();
        }
    }
}
