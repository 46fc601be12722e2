// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.nio.file.Path;
import java.util.List;
import org.p2vit.quant.storage.WholeFile;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The file that {@code --json} writes, the same envelope for every command.
 *
 * @param command the subcommand's name
 * @param version this program's version
 * @param origin when, of which sources and with which words
 * @param exitCode how the command ended, see {@link ExitCode}
 * @param exitStatus the process's exit status
 * @param seconds wall-clock time of the command
 * @param error the message of the failure, absent when there was none
 * @param assumed what nobody says about a model that was read, as phrases; absent when there is nothing
 * @param result the command's own record, absent after a failure
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CommandReport(
        String command,
        String version,
        @JsonUnwrapped Origin origin,
        ExitCode exitCode,
        int exitStatus,
        double seconds,
        String error,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> assumed,
        Object result) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Writes the report so that a reader sees the old file or the whole new one; makes missing folders. */
    public void writeTo(Path file) {
        WholeFile.writeText(file, JSON.writeValueAsString(this) + System.lineSeparator());
    }
}
