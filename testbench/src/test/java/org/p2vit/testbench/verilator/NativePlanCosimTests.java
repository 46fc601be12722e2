// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A plan that the runtime would misread is refused. */
@Tag("cosim")
class NativePlanCosimTests {
    private static final int VERSION = 2;

    private Model model;

    @BeforeEach
    void open() {
        Path verilog = Path.of("src/test/resources/org/p2vit/testbench/rtl/counter_adder.v");
        model = VerilatedModel.build(verilog, "counter_adder", BuildOptions.defaults())
                .open();
    }

    @AfterEach
    void close() {
        model.close();
    }

    private enum Kind {
        MEMORY(53),
        REGISTERS(26);

        private final int words;

        Kind(int words) {
            this.words = words;
        }

        NativeBus add(Model model, NativePlan plan) {
            return this == MEMORY ? new NativeMemory(model, "m", plan, plan) : new NativeRegisters(model, "m", plan);
        }
    }

    @ParameterizedTest
    @CsvSource({"MEMORY", "REGISTERS"})
    void theRightPlanIsTaken(Kind kind) {
        assertThat(kind.add(model, new NativePlan(VERSION, new long[kind.words])))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"MEMORY, 52", "MEMORY, 54", "MEMORY, 0", "REGISTERS, 25", "REGISTERS, 27", "REGISTERS, 53"})
    void aPlanOfAnotherLengthIsRefused(Kind kind, int words) {
        assertThatThrownBy(() -> kind.add(model, new NativePlan(VERSION, new long[words])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bus m: its plan has %d words, the runtime expects %d", words, kind.words);
        assertWorks();
    }

    @ParameterizedTest
    @CsvSource({"MEMORY, 1", "MEMORY, 3", "REGISTERS, 1", "REGISTERS, 3"})
    void aPlanOfAnotherVersionIsRefused(Kind kind, int version) {
        assertThatThrownBy(() -> kind.add(model, new NativePlan(version, new long[kind.words])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bus m: its plan is of version %d, the runtime knows %d", version, VERSION);
        assertWorks();
    }

    /** The model goes on without the bus. */
    private void assertWorks() {
        model.reset("aresetn", 2);
        assertThat(model.cycle()).isEqualTo(2);
    }
}
