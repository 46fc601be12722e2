// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.emit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.register.ErrorCode;
import org.p2vit.hw.register.Register;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lets a C compiler and Python read the register files meant for them, and compares with the table. */
@Tag("tools")
@Tag("fpga")
class RegisterToolTests {
    private static final RegisterTable TABLE = RegisterTable.of(AcceleratorConfig.load("tiny"), List.of());

    @TempDir
    private Path folder;

    /** Numbers by name, as the C header (after its prefix) and the Python module have them. */
    private static Map<String, Long> numbers() {
        Map<String, Long> numbers = new LinkedHashMap<>();
        TABLE.constants().forEach(constant -> numbers.put(constant.name(), constant.value()));
        for (Register register : TABLE.registers()) {
            numbers.put(register.name() + "_OFFSET", (long) register.offset());
            numbers.put(register.name() + "_RESET", Integer.toUnsignedLong(register.reset()));
            for (Register.Field field : register.fields()) {
                long ones = 0;
                for (int bit = field.low(); bit <= field.high(); bit++) {
                    ones |= 1L << bit;
                }
                numbers.put(register.name() + "_" + field.name() + "_SHIFT", (long) field.low());
                numbers.put(register.name() + "_" + field.name() + "_MASK", ones);
            }
        }
        return numbers;
    }

    @Test
    void theHeaderIsC99AndSaysWhatTheTableSays() throws Exception {
        RegisterHeader format = new RegisterHeader();
        Files.writeString(folder.resolve(format.file()), format.text(TABLE));
        StringBuilder program = new StringBuilder("#include \"" + format.file() + "\"\n");
        numbers().forEach((name, value) -> claim(program, "P2VIT_" + name, value + "u"));
        for (ErrorCode code : ErrorCode.values()) {
            claim(program, "P2VIT_ERROR_" + code, Integer.toString(code.ordinal()));
        }
        program.append("typedef char name[sizeof P2VIT_CONFIG_NAME == sizeof \"tiny\" ? 1 : -1];\n");
        Files.writeString(folder.resolve("claims.c"), program.append("int main(void) { return 0; }\n"));
        String complaints = run(
                List.of("gcc", "-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "claims.c"));
        assertThat(complaints).isEmpty();
    }

    private static void claim(StringBuilder program, String name, String value) {
        program.append("typedef char claim_%s[%s == %s ? 1 : -1];\n".formatted(name, name, value));
    }

    @Test
    void thePythonModuleSaysWhatTheTableSays() throws Exception {
        RegisterPython format = new RegisterPython();
        Files.writeString(folder.resolve(format.file()), format.text(TABLE));
        Files.writeString(folder.resolve("show.py"), """
                import json
                import p2vit_registers as r
                print(json.dumps({
                    "numbers": {k: v for k, v in vars(r).items() if type(v) is int},
                    "config": r.CONFIG_NAME,
                    "clock": [type(r.CLOCK_MHZ).__name__, r.CLOCK_MHZ],
                    "registers": r.REGISTERS,
                    "errors": {e.name: [e.value, r.ERROR_MEANINGS[e]] for e in r.Error}}))
                """);
        JsonNode module = JsonMapper.shared().readTree(run(List.of("python3", "-W", "error", "-B", "show.py")));
        assertThat(module.at("/config").asString()).isEqualTo("tiny");
        assertThat(module.at("/clock/0").asString())
                .as("of every configuration")
                .isEqualTo("float");
        assertThat(module.at("/clock/1").asDouble()).isEqualTo(100);
        Map<String, Long> found = new LinkedHashMap<>();
        module.at("/numbers")
                .properties()
                .forEach(entry -> found.put(entry.getKey(), entry.getValue().asLong()));
        assertThat(found).containsExactlyInAnyOrderEntriesOf(numbers());
        assertThat(module.at("/registers")).hasSize(TABLE.registers().size());
        for (Register register : TABLE.registers()) {
            assertThat(module.at("/registers").path(register.name()).asInt()).isEqualTo(register.offset());
        }
        assertThat(module.at("/errors")).hasSize(ErrorCode.values().length);
        for (ErrorCode code : ErrorCode.values()) {
            JsonNode error = module.at("/errors").path(code.name());
            assertThat(error.get(0).asInt()).isEqualTo(code.ordinal());
            assertThat(error.get(1).asString()).isEqualTo(code.meaning());
        }
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Test
    void anyDescriptionReachesTcl() throws Exception {
        Files.writeString(
                folder.resolve("data.tcl"),
                new PackagingData().text(RegisterTable.of(Descriptions.HOSTILE, List.of())));
        Files.writeString(folder.resolve("show.tcl"), """
                source [lindex $argv 0]
                foreach c [split [dict get $p2vit_ip description] ""] { puts -nonewline "[scan $c %c] " }
                """);
        Process tcl = new ProcessBuilder(
                        "tclsh",
                        folder.resolve("show.tcl").toString(),
                        folder.resolve("data.tcl").toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(tcl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String expected = Descriptions.HOSTILE
                .description()
                .codePoints()
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(" ", "", " "));
        assertThat(printed).isEqualTo(expected);
        assertThat(tcl.waitFor()).isZero();
    }
}
