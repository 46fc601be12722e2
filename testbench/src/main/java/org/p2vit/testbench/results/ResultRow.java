// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.p2vit.quant.InvalidInputException;

/**
 * A row of a table: what was measured, and what repeats it.
 *
 * @param cells the texts of columns by their names; the keys all, of the figures those that are known
 * @param command what repeats it, such as {@code make bench CONFIGS=kv260}
 * @param date of the measurement, ISO 8601, in UTC; a day or a moment
 * @param commit the sources that were measured
 * @param note what a reader has to know of the state that was measured; empty for a new row
 */
public record ResultRow(
        Map<String, String> cells,
        String command,
        String date,
        String commit,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String note) {
    public ResultRow {
        if (cells == null || command == null || date == null || commit == null) {
            throw new InvalidInputException("a row without cells, command, date or commit");
        }
        note = note == null ? "" : note;
    }

    /** The keys' texts in the order of the table. */
    List<String> key(ResultTable table) {
        return table.keys().stream().map(cells::get).toList();
    }

    /** A cell of the table; a dash if it is not known. */
    public String cell(String column) {
        return cells.getOrDefault(column, "–");
    }

    /** Where the figures come from, in one line. */
    String source() {
        String line = "`" + command + "`, " + date.substring(0, "2026-12-02".length()) + ", commit " + commit + ".";
        return note.isEmpty() ? line : line + " " + note;
    }

    /** @throws InvalidInputException if it does not fit the table */
    void requireFitting(ResultTable table) {
        List<String> columns = new ArrayList<>(table.keys());
        columns.addAll(table.figures());
        if (!cells.keySet().containsAll(table.keys()) || !columns.containsAll(cells.keySet())) {
            throw new InvalidInputException("a row of " + table.label() + " has the columns " + cells.keySet()
                    + ", and the table " + columns + "; keys are " + table.keys());
        }
        if (!date.matches("\\d{4}-\\d\\d-\\d\\d(T\\d\\d:\\d\\d:\\d\\dZ)?") || commit.isBlank() || command.isBlank()) {
            throw new InvalidInputException(
                    "a row of " + table.label() + ", " + key(table) + ", does not say date, commit and command");
        }
    }
}
