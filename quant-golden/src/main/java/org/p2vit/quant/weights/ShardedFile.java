// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.Quoted;
import org.p2vit.quant.storage.StrictJson;
import tools.jackson.databind.JsonNode;

/**
 * A checkpoint in several safetensors files, by its index {@code {"metadata": …, "weight_map": {"name": "file", …}}}. The
 * shards stand beside the index and hold exactly the tensors that it says, each in one of them. The sizes in the index's
 * {@code metadata} are not read: every shard states its own.
 */
final class ShardedFile implements TensorStore {
    private static final String MAP = "weight_map";

    private final String source;
    private final List<SafetensorsFile> shards = new ArrayList<>();
    private final Map<String, SafetensorsFile> shardOf = new LinkedHashMap<>();
    private final Map<String, String> metadata = new TreeMap<>();

    private ShardedFile(String source) {
        this.source = source;
    }

    /** @throws InvalidInputException naming the shard or the tensor that is not as the index says */
    static ShardedFile open(Path index) {
        Map<String, String> map = map(index);
        ShardedFile file = new ShardedFile(index.toString());
        try {
            for (String name : new LinkedHashSet<>(map.values())) {
                file.add(index, name, map);
            }
            return file;
        } catch (RuntimeException e) {
            file.closeAfter(e);
            throw e;
        }
    }

    /** The shards of an index, for those who need the files only. */
    static List<Path> shards(Path index) {
        return new LinkedHashSet<>(map(index).values())
                .stream().map(index::resolveSibling).toList();
    }

    private static Map<String, String> map(Path index) {
        if (!Files.exists(index)) {
            throw new InvalidInputException(index + " does not exist.");
        }
        JsonNode map = StrictJson.object(index, "is taken for the index of a checkpoint")
                .path(MAP);
        if (!map.isObject() || map.isEmpty()) {
            throw new InvalidInputException(
                    index + " has no \"" + MAP + "\" {\"tensor\": \"file\", …}, so it is no index of shards.");
        }
        Map<String, String> files = new LinkedHashMap<>();
        map.properties().forEach(entry -> {
            JsonNode shard = entry.getValue();
            if (!shard.isString() || !shard.stringValue().matches("[^/\\\\\\p{Cntrl}]+\\.safetensors")) {
                throw new InvalidInputException(index + " maps " + Quoted.name(entry.getKey()) + " to "
                        + Quoted.name(shard.isString() ? shard.stringValue() : shard.toString())
                        + ", which is no .safetensors file beside it.");
            }
            files.put(entry.getKey(), shard.stringValue());
        });
        return files;
    }

    private void add(Path index, String name, Map<String, String> map) {
        Path path = index.resolveSibling(name);
        if (!Files.exists(path)) {
            long tensors = map.values().stream().filter(name::equals).count();
            throw new InvalidInputException(path + " is missing; " + index + " says that it holds " + tensors
                    + " of the tensors. Put all shards beside their index.");
        }
        SafetensorsFile shard = SafetensorsFile.open(path);
        shards.add(shard);
        for (String tensor : shard.names()) {
            if (shardOf.containsKey(tensor)) {
                throw new InvalidInputException("The tensor " + Quoted.name(tensor) + " is in two shards, "
                        + shardOf.get(tensor).source() + " and " + path + ".");
            }
            if (!name.equals(map.get(tensor))) {
                throw new InvalidInputException(path + " holds the tensor " + Quoted.name(tensor) + ", which " + index
                        + (map.containsKey(tensor) ? " maps to " + map.get(tensor) : " does not list") + ".");
            }
            shardOf.put(tensor, shard);
        }
        List<String> lacking = map.keySet().stream()
                .filter(tensor -> map.get(tensor).equals(name) && !shard.names().contains(tensor))
                .toList();
        if (!lacking.isEmpty()) {
            throw new InvalidInputException(
                    path + " lacks " + Quoted.names(lacking) + ", which " + index + " maps to it.");
        }
        shard.metadata().forEach((key, value) -> {
            String before = metadata.putIfAbsent(key, value);
            if (before != null && !before.equals(value)) {
                throw new InvalidInputException(path + " has the metadata " + Quoted.name(key) + " "
                        + Quoted.name(value) + ", another shard " + Quoted.name(before) + ".");
            }
        });
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public Set<String> names() {
        return shardOf.keySet();
    }

    @Override
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public List<Long> shape(String name) {
        return of(name).shape(name);
    }

    @Override
    public FloatTensor read(String name) {
        return of(name).read(name);
    }

    private SafetensorsFile of(String name) {
        SafetensorsFile shard = shardOf.get(name);
        if (shard == null) {
            throw new InvalidInputException(source + " has no tensor " + Quoted.name(name) + ".");
        }
        return shard;
    }

    @Override
    public void close() throws IOException {
        for (SafetensorsFile shard : shards) {
            shard.close();
        }
    }

    private void closeAfter(RuntimeException failure) {
        try {
            close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
