// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2vit.quant.InvalidInputException;

/** Opens what is given as a checkpoint: a safetensors file, or the index of several. */
final class CheckpointFile {
    static final String INDEX = ".safetensors.index.json";
    private static final List<String> USUAL = List.of("model.safetensors", "model" + INDEX);
    private static final Pattern SHARD = Pattern.compile("(.+)-\\d{5}-of-(\\d{5})\\.safetensors");

    private CheckpointFile() {}

    /** @throws InvalidInputException saying what the path is instead, and what to give */
    static TensorStore open(Path file) {
        if (Files.isDirectory(file)) {
            throw new InvalidInputException(file + " is a folder; " + advice(file) + ".");
        }
        if (isIndex(file)) {
            return ShardedFile.open(file);
        }
        Matcher shard = SHARD.matcher(file.getFileName().toString());
        if (shard.matches() && Integer.parseInt(shard.group(2)) > 1) {
            throw new InvalidInputException(file + " is one of " + Integer.parseInt(shard.group(2))
                    + " shards of a checkpoint; give its index, " + file.resolveSibling(shard.group(1) + INDEX)
                    + ", with all shards beside it.");
        }
        return SafetensorsFile.open(file);
    }

    static boolean isIndex(Path file) {
        return file.getFileName().toString().endsWith(INDEX);
    }

    private static String advice(Path folder) {
        return USUAL.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .map(found -> "give the file in it, " + found)
                .orElseGet(() -> "name a .safetensors file" + inside(folder));
    }

    private static String inside(Path folder) {
        try (var files = Files.list(folder)) {
            List<Path> found = files.filter(
                            file -> file.getFileName().toString().endsWith(".safetensors"))
                    .sorted()
                    .toList();
            return found.isEmpty() ? ", of which there is none in it" : ", such as " + found.get(0);
        } catch (IOException e) {
            return "";
        }
    }
}
