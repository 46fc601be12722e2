// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.formal;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.ConfigHash;
import org.p2vit.hw.dsl.Generate;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.top.Accelerator;

/** Where the Verilog of a job comes from. */
@FunctionalInterface
public interface ProofDesign {
    /** Writes it into {@code folder} and returns the file. */
    Path write(Path folder);

    /** A cell alone. */
    static ProofDesign of(Supplier<? extends HwModule> module) {
        return folder -> Generate.verilog(folder, module).file();
    }

    /** The whole of a configuration that is built in, in which the property file picks what it is about. */
    static ProofDesign ofConfiguration(String name) {
        return of(() -> {
            AcceleratorConfig config = AcceleratorConfig.load(name);
            return new Accelerator(config, ConfigHash.of(config));
        });
    }
}
