// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.device;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.emit.Emitter;
import org.p2vit.testbench.verilator.Toolchain;

/** The programs of {@code fpga/}, built and run by tests. */
final class DriverProgram {
    static final Path FPGA = Path.of("..", "fpga").toAbsolutePath().normalize();

    static final Path ALL_RTL = Path.of("target", "driver").toAbsolutePath();
    private static final Map<String, Path> EMITTED = new HashMap<>();

    private DriverProgram() {}

    /** The folder with the emitted accelerator of a configuration, emitted by whichever test comes first. */
    static synchronized Path rtl(AcceleratorConfig config) {
        return EMITTED.computeIfAbsent(config.name(), name -> {
            Path folder = ALL_RTL.resolve(name);
            Emitter.emit(config, folder);
            return folder;
        });
    }

    /** Skips the test where a tool is missing. */
    static void assume(String tool) {
        Assumptions.assumeTrue(Toolchain.present(tool), tool + " is not installed; `make driver-check` installs it");
    }

    /**
     * Builds {@code fpga/linux}.
     *
     * @param platform {@code uio} or {@code simulated}
     * @param registers folder of an emitted accelerator
     * @return the executable
     */
    static Path build(String platform, String compiler, Path registers, Path folder) {
        assume("make");
        assume(compiler);
        Toolchain.run(
                FPGA.resolve("linux"),
                List.of(
                        "make",
                        "PLATFORM=" + platform,
                        "CC=" + compiler,
                        "REGISTERS=" + registers,
                        "BUILD=" + folder.toAbsolutePath()));
        return folder.resolve("p2vit-run").toAbsolutePath();
    }
}
