// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.testbench.accelerator.TinyAccelerator;

/** Cases that have found a defect once. Those on a configuration that other tests build as well cost no build. */
@Tag("cosim")
class KeptCasesCosimTests {
    private static final Path CASES = Path.of("src", "test", "resources", "fuzz-cases.txt");

    @TempDir
    private Path folder;

    static List<String> cases() throws IOException {
        return Files.readAllLines(CASES).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void passes(String line) {
        FuzzCase one = FuzzCase.parse(line);
        assertThat(one.text()).isEqualTo(line);
        try (FuzzMachine machine = new FuzzMachine(one.config(), folder, verilog -> verilog)) {
            FuzzOutcome outcome = CaseRun.of(
                    one, () -> Stream.of(TinyAccelerator.CONFIG, TinyAccelerator.SCALABLE, TinyAccelerator.MULTIPLY)
                            .filter(config -> hardware(config).equals(one.hardware()))
                            .findFirst()
                            .map(TinyAccelerator::model)
                            .orElseGet(machine::model));
            assertThat(outcome.kind())
                    .as("%s; %s", outcome.message(), one.repeat())
                    .isEqualTo(FuzzOutcome.Kind.PASSED);
        }
    }

    private static String hardware(AcceleratorConfig config) {
        return ConfigurationFields.put(config, new CaseLine()).text();
    }
}
