// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import org.p2vit.hw.estimate.MemoryTiming;
import picocli.CommandLine.Option;

/** The DRAM model that is assumed. */
public final class MemoryOption {
    @Option(
            names = "--memory",
            defaultValue = "standard",
            paramLabel = "NAME",
            description = "DRAM model, standard or harder; ${DEFAULT-VALUE} if not given.")
    private MemoryTiming memory;

    public MemoryTiming timing() {
        return memory;
    }
}
