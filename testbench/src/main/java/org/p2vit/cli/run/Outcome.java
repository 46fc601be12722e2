// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.run;

import java.util.Objects;

/**
 * What a command has to say when it ends without an exception.
 *
 * @param exitCode how it ended
 * @param result the machine-readable result, a record of plain values, written by {@code --json}
 */
public record Outcome(ExitCode exitCode, Object result) {
    public Outcome {
        Objects.requireNonNull(exitCode, "exitCode");
        Objects.requireNonNull(result, "result");
    }

    /** The usual end. */
    public static Outcome ok(Object result) {
        return new Outcome(ExitCode.OK, result);
    }
}
