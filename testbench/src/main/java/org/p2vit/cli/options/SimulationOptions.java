// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import java.nio.file.Path;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.testbench.bus.AxiTiming;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What runs on which accelerator with which memory, in the commands that run images through emitted Verilog. */
public final class SimulationOptions {
    @FileUse(FileUse.Kind.CONFIGURATION)
    @Option(
            names = "--config",
            paramLabel = "NAME",
            description = "A named configuration or the path of one; if not given, tiny for the demo, else kv260.")
    private String config;

    @Mixin
    private WorkloadOptions run;

    @Mixin
    private DramOptions dram;

    @Mixin
    private RtlOption rtl;

    public AcceleratorConfig accelerator() {
        return AcceleratorConfig.load(config != null ? config : run.isDemo() ? "tiny" : "kv260");
    }

    public WorkloadOptions run() {
        return run;
    }

    public AxiTiming timing() {
        return dram.timing(run.seed());
    }

    /** Where the Verilog goes, to a folder of the configuration's name. */
    public Path rtl() {
        return rtl.folder();
    }

    /**
     * How many images to run at most.
     *
     * @param count what the user says, or null
     * @param rendered how many to render if the user says neither
     */
    public int most(Integer count, int rendered) {
        return count != null ? count : run.isRendered() ? rendered : Integer.MAX_VALUE;
    }
}
