// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.testbench.verilator.Toolchain;

/** The C sources compile without a warning for everything they are meant for, and analysis finds nothing in them. */
@Tag("tools")
@Tag("fpga")
class DriverBuildTests {
    private static final Path DRIVER = DriverProgram.FPGA.resolve("driver");
    private static final Path LINUX = DriverProgram.FPGA.resolve("linux");

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0} for {1}")
    @CsvSource({
        "gcc, uio",
        "clang, uio",
        "clang, simulated",
        "arm-linux-gnueabihf-gcc, uio",
        "aarch64-linux-gnu-gcc, uio",
        "aarch64-linux-gnu-gcc, simulated"
    })
    void compilesWithoutWarning(String compiler, String platform) {
        assertThat(DriverProgram.build(platform, compiler, TinyDevice.rtl(), folder))
                .isExecutable();
    }

    /** No library, no system: what a bare-metal program links is the driver alone. */
    @ParameterizedTest
    @ValueSource(strings = {"gcc", "arm-linux-gnueabihf-gcc", "aarch64-linux-gnu-gcc"})
    void needsNothingButTheLanguage(String compiler) {
        DriverProgram.assume(compiler);
        List<String> undefined = new ArrayList<>();
        for (String source : DriverProgram.CORE) {
            Path object = folder.resolve(source + ".o");
            Toolchain.run(
                    DRIVER,
                    List.of(
                            compiler,
                            "-std=c99",
                            "-pedantic",
                            "-Wall",
                            "-Wextra",
                            "-Werror",
                            "-Wconversion",
                            "-Wshadow",
                            "-Wstrict-prototypes",
                            "-Os",
                            "-ffreestanding",
                            "-fno-stack-protector",
                            "-I" + TinyDevice.rtl(),
                            "-c",
                            "-o",
                            object.toString(),
                            source));
            String nm = compiler.equals("gcc") ? "nm" : compiler.replaceAll("gcc$", "nm");
            Toolchain.run(folder, List.of(nm, "--undefined-only", "--format=posix", object.toString()))
                    .lines()
                    .map(line -> line.split(" ")[0])
                    .forEach(undefined::add);
        }
        // A freestanding compiler may still call these four, and Arm's the division of its run-time library.
        assertThat(undefined)
                .allMatch(name -> name.matches(
                        "p2vit_\\w+|memcpy|memset|memmove|memcmp|__aeabi_uidiv|__aeabi_uidivmod|__udivsi3"));
    }

    @Test
    void gccsAnalyzerFindsNothing() throws IOException {
        DriverProgram.assume("gcc");
        for (Path source : sources()) {
            Toolchain.run(
                    LINUX,
                    List.of(
                            "gcc",
                            "-std=c99",
                            "-fanalyzer",
                            "-Wall",
                            "-Wextra",
                            "-Werror",
                            "-I" + TinyDevice.rtl(),
                            "-I" + DRIVER,
                            "-I.",
                            "-DP2VIT_PORT=\"uio.h\"",
                            "-c",
                            "-o",
                            folder.resolve("analysed.o").toString(),
                            source.toString()));
        }
    }

    @Test
    void cppcheckFindsNothing() throws IOException {
        DriverProgram.assume("cppcheck");
        List<String> command = new ArrayList<>(List.of(
                "cppcheck",
                "--quiet",
                "--std=c99",
                "--enable=warning,style,performance,portability",
                "--inconclusive",
                "--error-exitcode=1",
                "--suppress=missingIncludeSystem",
                "-I" + TinyDevice.rtl(),
                "-I" + DRIVER,
                "-DP2VIT_PORT=\"uio.h\""));
        sources().forEach(source -> command.add(source.toString()));
        Toolchain.run(LINUX, command);
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> core = Files.list(DRIVER);
                Stream<Path> linux = Files.list(LINUX)) {
            return Stream.concat(core, linux)
                    .filter(file -> file.toString().endsWith(".c"))
                    .sorted()
                    .toList();
        }
    }
}
