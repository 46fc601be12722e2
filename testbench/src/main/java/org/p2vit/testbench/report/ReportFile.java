// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.p2vit.quant.InvalidInputException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what a command wrote with {@code --json}. */
public final class ReportFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private ReportFile() {}

    /**
     * The result in the file; empty if the command failed.
     *
     * @param what the report should be of, for messages
     * @throws InvalidInputException naming the file if it is something else
     */
    public static <T> Optional<T> read(Path file, Class<T> type, String what) {
        try {
            JsonNode result = JSON.readTree(Files.readAllBytes(file)).path("result");
            return result.isObject() ? Optional.of(JSON.treeToValue(result, type)) : Optional.empty();
        } catch (IOException | JacksonException e) {
            throw new InvalidInputException(file + " is no report of " + what + ": " + e.getMessage(), e);
        }
    }
}
