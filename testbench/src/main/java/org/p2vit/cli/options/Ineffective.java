// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Options that decide nothing beside others. Given all the same they are an error, never ignored. */
public final class Ineffective {
    private Ineffective() {}

    /**
     * @param because completes "--option has no effect …"
     * @throws ParameterException if the option was given
     */
    public static void refuse(CommandSpec command, String option, String because) {
        if (command.commandLine().getParseResult().hasMatchedOption(option)) {
            throw new ParameterException(command.commandLine(), option + " has no effect " + because);
        }
    }
}
