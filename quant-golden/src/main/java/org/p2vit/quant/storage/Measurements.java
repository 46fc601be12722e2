// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything measured so far, by name, in a JSON file with their digest. The work that uses it must be a function of its seed and the
 * measured values: run again after an interruption, it takes the same way and measures only what is missing.
 */
public final class Measurements<T> {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Optional<Path> file;
    private final Map<String, T> values = new TreeMap<>();
    private int fresh;

    private Measurements(Optional<Path> file) {
        this.file = file;
    }

    /** Measurements that are kept in memory only. */
    public static <T> Measurements<T> inMemory() {
        return new Measurements<>(Optional.empty());
    }

    /**
     * What a file holds; nothing if it is absent or damaged. The file must be of the same model, images and options.
     *
     * @param type of a value, with its own JSON form
     */
    public static <T> Measurements<T> of(Path file, Class<T> type) {
        Measurements<T> found = new Measurements<>(Optional.of(file));
        if (Files.isRegularFile(file)) {
            JavaType map = JSON.getTypeFactory().constructMapType(TreeMap.class, String.class, type);
            try {
                JsonNode kept = JSON.readTree(BoundedFile.read(file, BoundedFile.TEXT_BYTES));
                JsonNode values = kept.path("values");
                if (digest(values).equals(kept.path("sha256").asString(""))) {
                    Map<String, T> whole = JSON.treeToValue(values, map);
                    found.values.putAll(whole);
                }
            } catch (JacksonException damaged) {
                // Measured again; the file is replaced.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }

    /** The value of a name; measured, and the file written whole, if it is not known. */
    public T get(String name, Supplier<T> measurement) {
        return find(name).orElseGet(() -> {
            T value = measurement.get();
            put(name, value);
            return value;
        });
    }

    /** The value of a name, if it is known. */
    public Optional<T> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Keeps what was measured, and writes the file whole. */
    public void put(String name, T value) {
        values.put(name, value);
        fresh++;
        file.ifPresent(this::write);
    }

    /** How many values were measured and not found. */
    public int fresh() {
        return fresh;
    }

    private void write(Path target) {
        JsonNode tree = JSON.valueToTree(values);
        ObjectNode kept = JSON.createObjectNode().put("sha256", digest(tree));
        WholeFile.writeText(target, JSON.writeValueAsString(kept.set("values", tree)));
    }

    /** Of the text: a digit that changed in a file is not taken for a measurement. */
    private static String digest(JsonNode values) {
        return Sha256.hex(JSON.writeValueAsString(values).getBytes(StandardCharsets.UTF_8));
    }
}
