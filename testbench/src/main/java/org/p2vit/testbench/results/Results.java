// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.results;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.storage.BoundedFile;
import org.p2vit.quant.storage.WholeFile;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The data file of the published figures: the rows of each table. A new measurement takes the place of the row with its keys. */
public final class Results {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Map<ResultTable, List<ResultRow>> tables = new LinkedHashMap<>();

    /** What became of a new measurement. */
    public enum Merge {
        /** There was no row with its keys. */
        ADDED,
        /** It took the place of an older one. */
        REPLACED,
        /** The row is newer, or the same. */
        KEPT
    }

    public Results() {
        for (ResultTable table : ResultTable.values()) {
            tables.put(table, new ArrayList<>());
        }
    }

    /** @throws InvalidInputException naming the file and what is wrong in it */
    public static Results read(Path file) {
        try {
            Map<String, List<ResultRow>> read =
                    JSON.readValue(BoundedFile.read(file, BoundedFile.TEXT_BYTES), new TypeReference<>() {});
            Results results = new Results();
            read.forEach((label, rows) -> results.fill(label, rows));
            return results;
        } catch (InvalidInputException | JacksonException e) {
            throw new InvalidInputException(file + " holds no results: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fill(String label, List<ResultRow> rows) {
        ResultTable table =
                ResultTable.labelled(label).orElseThrow(() -> new InvalidInputException("there is no table " + label));
        Set<List<String>> keys = new HashSet<>();
        for (ResultRow row : rows) {
            row.requireFitting(table);
            if (!keys.add(row.key(table))) {
                throw new InvalidInputException("two rows of " + label + " have the keys " + row.key(table));
            }
        }
        tables.put(table, new ArrayList<>(rows));
    }

    public List<ResultRow> rows(ResultTable table) {
        return List.copyOf(tables.get(table));
    }

    /** Puts a measurement into its table, unless the row that is there is of the same time or newer. */
    public Merge merge(ResultTable table, ResultRow row) {
        row.requireFitting(table);
        List<ResultRow> rows = tables.get(table);
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).key(table).equals(row.key(table))) {
                if (rows.get(i).date().compareTo(row.date()) >= 0) {
                    return Merge.KEPT;
                }
                rows.set(i, row);
                return Merge.REPLACED;
            }
        }
        rows.add(row);
        return Merge.ADDED;
    }

    public void write(Path file) {
        Map<String, List<ResultRow>> written = new LinkedHashMap<>();
        tables.forEach((table, rows) -> written.put(table.label(), rows));
        WholeFile.writeText(file, JSON.writeValueAsString(written) + "\n");
    }
}
