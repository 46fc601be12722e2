// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.device;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.testbench.EmittedRtl;

/** The drivers, as programs that replay a program image. */
public enum Driver {
    C("gcc", "make") {
        @Override
        List<String> build(Path rtl) {
            Path folder = DriverProgram.BUILDS.resolve("c-" + rtl.getFileName());
            return List.of(DriverProgram.build("simulated", "gcc", rtl, folder).toString());
        }
    },
    PYTHON("python3", "env") {
        @Override
        List<String> build(Path rtl) {
            return List.of(
                    "env",
                    "PYTHONDONTWRITEBYTECODE=1",
                    "PYTHONPATH=" + rtl,
                    "python3",
                    DriverProgram.FPGA.resolve("pynq/p2vit_run.py").toString());
        }
    };

    private final List<String> tools;

    Driver(String... tools) {
        this.tools = List.of(tools);
    }

    /** What to call, without arguments; skips the test where a tool is missing. */
    public List<String> command(AcceleratorConfig config) {
        tools.forEach(DriverProgram::assume);
        return build(EmittedRtl.folder(config));
    }

    /** The C driver's program, made to read JPEG as well. */
    public static List<String> withJpeg(AcceleratorConfig config) {
        Assumptions.assumeTrue(
                Files.exists(Path.of("/usr/include/jpeglib.h")),
                "libjpeg is not installed; `make driver-check` installs it");
        Path folder = DriverProgram.BUILDS.resolve("jpeg");
        return List.of(DriverProgram.build("simulated", "gcc", EmittedRtl.folder(config), folder, "JPEG=yes")
                .toString());
    }

    abstract List<String> build(Path rtl);
}
