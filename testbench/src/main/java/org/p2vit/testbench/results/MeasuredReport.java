// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.results;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.storage.BoundedFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A report as {@code --json} writes it, whatever command it is of. Fields of results that this version does not know are no error: a
 * row takes what it needs.
 *
 * @param command the subcommand
 * @param ended its exit code
 * @param date when the report was made; empty in reports of versions that did not say it
 * @param make the line of make that ran the command; empty if there was none
 * @param arguments of the command, word by word
 * @param seconds that it took
 */
public record MeasuredReport(
        String command,
        String ended,
        String date,
        String commit,
        String make,
        List<String> arguments,
        double seconds,
        JsonNode result) {
    /**
     * The report in the file; empty if the JSON is of something else, such as the sums of a test run.
     *
     * @throws InvalidInputException if it is no JSON
     */
    public static Optional<MeasuredReport> read(Path file) {
        try {
            JsonNode report = JsonMapper.shared().readTree(BoundedFile.read(file, BoundedFile.TEXT_BYTES));
            String command = report.path("command").asString("");
            if (command.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new MeasuredReport(
                    command,
                    report.path("exitCode").asString(""),
                    report.path("date").asString(""),
                    report.path("commit").asString(""),
                    report.path("make").asString(""),
                    report.path("arguments").values().stream()
                            .map(word -> word.asString(""))
                            .toList(),
                    report.path("seconds").asDouble(0),
                    report.path("result")));
        } catch (JacksonException e) {
            throw new InvalidInputException(file + " is no report: it cannot be read as JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of a folder that may be reports, by name; none where there is no folder. */
    public static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value of an option; empty if it was not given. */
    public String option(String name) {
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).startsWith(name + "=")) {
                return arguments.get(i).substring(name.length() + 1);
            }
            if (arguments.get(i).equals(name) && i + 1 < arguments.size()) {
                return arguments.get(i + 1);
            }
        }
        return "";
    }

    /** Why its figures are not for publication; empty if they are. */
    public String unusable() {
        if (date.isEmpty() || commit.isEmpty()) {
            return "it does not say when it was made and of which commit; run " + command + " again";
        }
        if (!result.isObject()) {
            return command + " ended without a result";
        }
        // A design that is too large or has a fault is a finding that its row states.
        return ended.equals("OK") || ended.equals("DESIGN_FAULT") ? "" : command + " ended with " + ended;
    }
}
