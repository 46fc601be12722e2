// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import org.p2vit.hw.config.AcceleratorConfig;
import picocli.CommandLine.Option;

/** The hardware that a command is about. */
public final class ConfigOption {
    @FileUse(FileUse.Kind.CONFIGURATION)
    @Option(
            names = "--config",
            defaultValue = "kv260",
            paramLabel = "NAME",
            description = "A named configuration or the path of one; ${DEFAULT-VALUE} if not given.")
    private String config;

    public AcceleratorConfig load() {
        return AcceleratorConfig.load(config);
    }
}
