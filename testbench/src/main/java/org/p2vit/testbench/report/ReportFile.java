// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.report;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.search.SearchReport;
import org.p2vit.quant.storage.BoundedFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what a command wrote with {@code --json}. */
public final class ReportFile {
    /** Nothing is null but what says so. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .changeDefaultNullHandling(any -> JsonSetter.Value.forValueNulls(Nulls.FAIL, Nulls.FAIL))
            .build();

    private ReportFile() {}

    /** What {@code search --json} wrote; empty if the search failed. */
    public static Optional<SearchReport> search(Path file) {
        return read(file, SearchReport.class, "search");
    }

    /**
     * The result in the file; empty if the command failed.
     *
     * @param command the report should be of
     * @throws InvalidInputException naming the file and what is wrong if it is something else
     * @throws UncheckedIOException if it cannot be read
     */
    public static <T> Optional<T> read(Path file, Class<T> type, String command) {
        try {
            JsonNode report = JSON.readTree(BoundedFile.read(file, BoundedFile.TEXT_BYTES));
            String found = report.path("command").asString("");
            if (!found.equals(command)) {
                throw refused(file, command, found.isEmpty() ? "it names no command" : "it is one of " + found, null);
            }
            JsonNode result = report.path("result");
            return result.isObject() ? Optional.of(JSON.treeToValue(result, type)) : Optional.empty();
        } catch (DatabindException e) {
            String place = e.getPath().stream()
                    .map(step -> step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
                    .collect(Collectors.joining("."));
            throw refused(
                    file,
                    command,
                    "its result" + (place.isEmpty() ? "" : ", at " + place + ",")
                            + " is not as this version writes it; run " + command + " again",
                    e);
        } catch (JacksonException e) {
            throw refused(file, command, "it cannot be read as JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InvalidInputException refused(Path file, String command, String why, Exception cause) {
        return new InvalidInputException(file + " is no report of " + command + ": " + why, cause);
    }
}
