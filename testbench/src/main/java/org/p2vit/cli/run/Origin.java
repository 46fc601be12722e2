// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.run;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Where the figures of a report come from.
 *
 * @param date when the report was made, ISO 8601 in UTC, to the second
 * @param commit of the sources
 * @param make the line of make that ran the command, with the variables that it was given; absent if make did not
 * @param arguments of the command, word by word
 */
public record Origin(String date, String commit, String make, List<String> arguments) {
    public Origin {
        arguments = List.copyOf(arguments);
    }

    /** Of a command that ends now. */
    static Origin now(String commit, List<String> arguments) {
        return new Origin(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                commit,
                System.getenv("P2VIT_MAKE"),
                arguments);
    }
}
