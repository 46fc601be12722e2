// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import picocli.CommandLine.Option;

/** Which sources a long check says it measured. */
public final class CommitOption {
    @Option(
            names = "--commit",
            defaultValue = "unknown",
            paramLabel = "NAME",
            description = "The commit that the report names; ${DEFAULT-VALUE} if not given.")
    private String commit;

    public String commit() {
        return commit;
    }
}
