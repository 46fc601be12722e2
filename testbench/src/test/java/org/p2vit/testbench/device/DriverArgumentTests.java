// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.testbench.verilator.Toolchain;

/** What the drivers say of arguments that are missing or of another type, in every language that may call them. */
@Tag("tools")
@Tag("fpga")
class DriverArgumentTests {
    private static final List<DriverFunction> FUNCTIONS = DriverFunction.all();

    /** What functions that cannot fail answer to a null pointer; {@code p2vit_class} the number of classes, which is 1 here. */
    private static final Map<String, String> ANSWERS = Map.of(
            "p2vit_cycles",
            "0",
            "p2vit_crc32",
            "0",
            "p2vit_word",
            "0",
            "p2vit_class",
            "1",
            "p2vit_logit",
            "0",
            "p2vit_best",
            "0",
            "p2vit_label",
            "NULL");

    private static final String BEGIN = """
            #include "p2vit_answer.h"
            #include "p2vit_image.h"
            #include "p2vit_picture.h"
            #include "p2vit_registers.h"
            #include "p2vit_selftest.h"
            static struct p2vit a_p2vit; /* its registers are nowhere: an access would end the program */
            static struct p2vit_image a_p2vit_image;
            static struct p2vit_result a_p2vit_result;
            static uint32_t a_uint32_t;
            static uint64_t a_uint64_t;
            static unsigned char some_bytes[P2VIT_IMAGE_PAGE];
            static struct p2vit_memory a_p2vit_memory = {some_bytes, 0, sizeof some_bytes};
            static struct p2vit_memory without_data = {0, 0, sizeof some_bytes};
            """;

    @TempDir
    private Path folder;

    /** Otherwise the tests below would say nothing of them. */
    @Test
    void everyFunctionOfTheHeadersIsSeenAndEveryStatusChecked() {
        assertThat(FUNCTIONS).hasSize(19).extracting(DriverFunction::name).doesNotHaveDuplicates();
        assertThat(FUNCTIONS)
                .allMatch(function -> function.checked() == function.result().equals("int"));
        assertThat(FUNCTIONS.stream().filter(each -> !each.checked()).map(DriverFunction::name))
                .containsExactlyInAnyOrder(
                        "p2vit_cycles",
                        "p2vit_crc32",
                        "p2vit_word",
                        "p2vit_class",
                        "p2vit_message",
                        "p2vit_logit",
                        "p2vit_best",
                        "p2vit_label");
    }

    @ParameterizedTest(name = "{0} {1} calls {2} {3}")
    @CsvSource({
        "gcc, c99, gcc, c99",
        "gcc, c11, clang, c11",
        "clang, c99, gcc, c11",
        "g++, c++11, gcc, c99",
        "clang++, c++17, gcc, c99",
        "gcc, c99, g++, c++17"
    })
    void noNullPointerIsFollowed(String compiler, String standard, String driverCompiler, String driverStandard)
            throws IOException {
        DriverProgram.assume(compiler);
        DriverProgram.assume(driverCompiler);
        Path caller = Files.writeString(folder.resolve("null.c"), nullPointers());
        List<String> link = new ArrayList<>(List.of("g++", "-o", "null"));
        link.add(compile(compiler, standard, caller));
        for (String source : DriverProgram.CORE) {
            Path file = DriverProgram.FPGA.resolve("driver").resolve(source);
            link.add(compile(driverCompiler, driverStandard, file));
        }
        Toolchain.run(folder, link);

        assertThat(Toolchain.run(folder, List.of("./null"))).isEmpty();
    }

    private String compile(String compiler, String standard, Path source) {
        String object = source.getFileName() + ".o";
        List<String> command = new ArrayList<>(List.of(compiler, "-std=" + standard));
        command.add(standard.startsWith("c++") ? "-xc++" : "-xc");
        command.addAll(List.of("-pedantic", "-Wall", "-Wextra", "-Werror", "-Wconversion", "-Wshadow"));
        command.addAll(includes());
        command.addAll(List.of("-c", "-o", object, source.toString()));
        Toolchain.run(folder, command);
        return object;
    }

    private static List<String> includes() {
        return List.of("-I" + TinyDevice.rtl(), "-I" + DriverProgram.FPGA.resolve("driver"));
    }

    /** A program that prints every call with a null pointer that is answered otherwise than it should. */
    private static String nullPointers() {
        StringBuilder text = new StringBuilder("#include <stdio.h>\n" + BEGIN + "int main(void) {\n");
        for (DriverFunction function : FUNCTIONS) {
            String answer = function.checked() ? "P2VIT_E_ARGUMENT" : ANSWERS.get(function.name());
            function.pointers().forEach(i -> expect(text, function.call(i, "NULL"), answer));
            function.memories().forEach(i -> expect(text, function.call(i, "&without_data"), answer));
        }
        return text.append("    return 0;\n}\n").toString();
    }

    private static void expect(StringBuilder text, String call, String answer) {
        text.append("    if (%s != %s) puts(\"%1$s\");\n".formatted(call, answer));
    }

    /** With the attribute of gcc and clang, and with the one of the language where these do not say who they are. */
    @ParameterizedTest
    @CsvSource({"gcc, -std=c99", "clang, -std=c11", "g++, -std=c++11", "g++, -std=c++17 -U__GNUC__"})
    void aDroppedStatusIsWarnedOf(String compiler, String options) throws IOException {
        List<DriverFunction> checked =
                FUNCTIONS.stream().filter(DriverFunction::checked).toList();
        String warnings = dropped(compiler, options);
        assertThat(warnings.split("-Wunused-result", -1)).as(warnings).hasSize(checked.size() + 1);
        assertThat(checked).allMatch(function -> warnings.contains(function.call() + ";"));
    }

    @Test
    void aCompilerThatCannotWarnCompilesAllTheSame() throws IOException {
        assertThat(dropped("gcc", "-std=c99 -U__GNUC__")).isEmpty();
    }

    /** What a compiler says of a program that drops every result. */
    private String dropped(String compiler, String options) throws IOException {
        DriverProgram.assume(compiler);
        StringBuilder text = new StringBuilder(BEGIN + "void drop(void);\nvoid drop(void) {\n");
        text.append(
                "    (void)without_data, (void)a_p2vit_image, (void)a_p2vit_result, (void)a_uint32_t, (void)a_uint64_t;\n");
        FUNCTIONS.stream()
                .filter(DriverFunction::checked)
                .forEach(function -> text.append("    %s;\n".formatted(function.call())));
        Files.writeString(folder.resolve("drop.c"), text.append("}\n"));
        List<String> command = new ArrayList<>(List.of(compiler));
        command.addAll(List.of(options.split(" ")));
        command.addAll(List.of("-pedantic", "-Wall", "-Wextra", "-ffreestanding", "-c", "-o", "drop.o"));
        command.addAll(includes());
        command.add("drop.c");
        return Toolchain.run(folder, command);
    }

    @Test
    void pythonSaysWhichArgumentIsWrong() {
        DriverProgram.assume("python3");
        assertThat(Toolchain.run(
                        folder,
                        List.of(
                                "env",
                                "PYTHONDONTWRITEBYTECODE=1",
                                "PYTHONPATH=" + TinyDevice.rtl() + ":" + DriverProgram.FPGA.resolve("pynq"),
                                "python3",
                                "-W",
                                "error",
                                DriverProgram.caller("driver_arguments.py"))))
                .isEqualTo("as expected\n");
    }
}
