// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.testbench.verilator.Toolchain;

/** The drivers called in ways that their programs do not: wrong order, wrong memory, an abort, too many images, an input of one's own. */
@Tag("cosim")
@Tag("tools")
@Tag("fpga")
class DriverApiCosimTests {
    @TempDir
    private Path folder;

    @Test
    void everyCallOfCAnswersAsItsCommentSays() throws IOException {
        DriverProgram.assume("gcc");
        Path linux = DriverProgram.FPGA.resolve("linux");
        Path driver = DriverProgram.FPGA.resolve("driver");
        Path program = folder.resolve("driver-api");
        Toolchain.run(
                linux,
                List.of(
                        "gcc",
                        "-std=c99",
                        "-pedantic",
                        "-Wall",
                        "-Wextra",
                        "-Werror",
                        "-DP2VIT_PORT=\"simulated.h\"",
                        "-I.",
                        "-I" + driver,
                        "-I" + TinyDevice.rtl(),
                        "-o",
                        program.toString(),
                        DriverProgram.caller("driver_api.c"),
                        "simulated.c",
                        driver.resolve("p2vit.c").toString(),
                        driver.resolve("p2vit_image.c").toString()));
        assertExpected(List.of(program.toString()));
    }

    @Test
    void everyCallOfPythonAnswersAsTheOneOfC() throws IOException {
        DriverProgram.assume("python3");
        assertExpected(List.of(
                "env",
                "PYTHONDONTWRITEBYTECODE=1",
                "PYTHONPATH=" + TinyDevice.rtl() + ":" + DriverProgram.FPGA.resolve("pynq"),
                "python3",
                DriverProgram.caller("driver_api.py")));
    }

    private void assertExpected(List<String> program) throws IOException {
        try (TinyDevice tiny = new TinyDevice(Files.createDirectory(folder.resolve("device")))) {
            TinyDevice.Run run = tiny.run(program, tiny.file(TinyDevice.image(2)));
            assertThat(run.output()).isEqualTo("as expected");
            assertThat(run.status()).isZero();
        }
    }
}
