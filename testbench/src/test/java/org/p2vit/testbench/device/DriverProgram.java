// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.device;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.p2vit.testbench.verilator.Toolchain;

/** The programs of {@code fpga/}, built and run by tests. */
final class DriverProgram {
    static final Path FPGA = Path.of("..", "fpga").toAbsolutePath().normalize();

    /** Where programs are built. */
    static final Path BUILDS = Path.of("target", "driver").toAbsolutePath();

    /** The sources of the C driver, without a platform. */
    static final List<String> CORE = List.of("p2vit.c", "p2vit_image.c", "p2vit_selftest.c");

    private DriverProgram() {}

    /** A program of the tests' resources that calls a driver. */
    static String caller(String name) {
        return Path.of("src/test/resources/org/p2vit/testbench/device", name)
                .toAbsolutePath()
                .toString();
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
