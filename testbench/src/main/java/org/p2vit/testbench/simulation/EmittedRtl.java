// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.simulation;

import java.nio.file.Path;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ConfigHash;
import org.p2vit.hw.dsl.Generate;
import org.p2vit.hw.top.Accelerator;

/** The Verilog of a configuration as the generator emits it now. */
public final class EmittedRtl {
    private EmittedRtl() {}

    /** Emits to {@code folder}; the same configuration gives the same bytes, so a cached build stays valid. */
    public static Path emit(AcceleratorConfig config, Path folder) {
        return Generate.verilog(folder, () -> new Accelerator(config, ConfigHash.of(config)))
                .file();
    }
}
