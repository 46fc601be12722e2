// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import org.p2vit.quant.model.Architecture;
import picocli.CommandLine.Option;

/** A network by its name, where its weights do not matter. */
public final class ArchitectureOption {
    @Option(
            names = "--arch",
            defaultValue = "deit-tiny",
            paramLabel = "NAME",
            description = "A known architecture; ${DEFAULT-VALUE} if not given.")
    private Architecture architecture;

    String label() {
        return architecture.label();
    }

    public Architecture architecture() {
        return architecture;
    }
}
