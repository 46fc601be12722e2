// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.mutation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A file that grows by one record a line, so that an interrupted run goes on where it was. */
final class JsonLines<T> {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;
    private final Class<T> type;

    JsonLines(Path file, Class<T> type) {
        this.file = file;
        this.type = type;
    }

    /** All whole records; what an interruption cut short is none. */
    List<T> read() {
        List<T> records = new ArrayList<>();
        try {
            for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                records.add(JSON.readValue(line, type));
            }
        } catch (JacksonException cutShort) {
            return records;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return records;
    }

    void add(T one) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file, JSON.writeValueAsString(one) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
