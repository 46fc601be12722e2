// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.device;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.p2vit.testbench.verilator.Toolchain;

/** The programs of {@code fpga/}, built and run by tests. */
final class DriverProgram {
    static final Path FPGA = Path.of("..", "fpga").toAbsolutePath().normalize();

    /** Where programs are built. */
    static final Path BUILDS = Path.of("target", "driver").toAbsolutePath();

    /** The sources of the C driver, without a platform. */
    static final List<String> CORE = List.of(
            "p2vit.c", "p2vit_image.c", "p2vit_selftest.c", "p2vit_answer.c", "p2vit_filter.c", "p2vit_picture.c");

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
     * @param settings more variables of its Makefile
     * @return the executable
     */
    static Path build(String platform, String compiler, Path registers, Path folder, String... settings) {
        assume("make");
        assume(compiler);
        List<String> command = new ArrayList<>(List.of("make", "PLATFORM=" + platform, "CC=" + compiler));
        command.addAll(List.of("REGISTERS=" + registers, "BUILD=" + folder.toAbsolutePath()));
        command.addAll(List.of(settings));
        Toolchain.run(FPGA.resolve("linux"), command);
        return folder.resolve("p2vit-run").toAbsolutePath();
    }

    /** Links a caller of the tests with the driver, without a platform. */
    static Path link(String caller, Path folder) {
        assume("gcc");
        Path program = folder.resolve(caller.replace(".c", ""));
        List<String> command = new ArrayList<>(List.of("gcc", "-std=c99", "-pedantic", "-O2"));
        command.addAll(List.of("-Wall", "-Wextra", "-Werror", "-I" + TinyDevice.rtl(), "-I."));
        command.addAll(List.of("-o", program.toString(), caller(caller)));
        command.addAll(CORE);
        Toolchain.run(FPGA.resolve("driver"), command);
        return program;
    }

    /** A caller of the tests with the Python driver. */
    static List<String> python(String caller) {
        assume("python3");
        return List.of(
                "env",
                "PYTHONDONTWRITEBYTECODE=1",
                "PYTHONPATH=" + TinyDevice.rtl() + ":" + FPGA.resolve("pynq"),
                "python3",
                caller(caller));
    }
}
