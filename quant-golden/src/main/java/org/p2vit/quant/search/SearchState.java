// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import org.p2vit.quant.storage.WholeFile;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything measured so far, by name, in a file. The work that uses it must be a function of its seed and the measured
 * values: run again after an interruption, it takes the same way and measures only what is missing.
 */
public final class SearchState {
    private final Optional<Path> file;
    private final Map<String, Double> values = new TreeMap<>();
    private int measured;

    private SearchState(Optional<Path> file) {
        this.file = file;
    }

    /** A state that is kept in memory only. */
    public static SearchState inMemory() {
        return new SearchState(Optional.empty());
    }

    /** What a file holds; nothing if it is absent or damaged. The file must be of the same model, images and options. */
    public static SearchState of(Path file) {
        SearchState state = new SearchState(Optional.of(file));
        if (Files.exists(file)) {
            try {
                state.values.putAll(JsonMapper.shared()
                        .readValue(Files.readAllBytes(file), new TypeReference<Map<String, Double>>() {}));
            } catch (JacksonException damaged) {
                state.values.clear();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return state;
    }

    /** The value of a name; measured, and the file written whole, if it is not known. */
    public double get(String name, DoubleSupplier measurement) {
        Double known = values.get(name);
        if (known != null) {
            return known;
        }
        double value = measurement.getAsDouble();
        values.put(name, value);
        measured++;
        file.ifPresent(this::write);
        return value;
    }

    /** How many values were measured and not found. */
    public int measured() {
        return measured;
    }

    private void write(Path target) {
        try {
            WholeFile.write(
                    target, JsonMapper.shared().writeValueAsString(values).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
