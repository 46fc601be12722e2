// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.hw.dsl.Generate;
import org.p2vit.testbench.dsl.OperationSamples.Operation;
import org.p2vit.testbench.dsl.OperationSamples.Operations;
import org.p2vit.testbench.dsl.OperationSamples.Storage;
import org.p2vit.testbench.lint.VerilatorLint;
import org.p2vit.testbench.verilator.BuildOptions;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.Pin;
import org.p2vit.testbench.verilator.VerilatedModel;

/** What the operations of {@link org.p2vit.hw.dsl.Hdl} mean, in Verilog as against in Java. */
@Tag("cosim")
class HdlCosimTests {
    @TempDir
    Path directory;

    private static Model open(Generate.Verilog verilog) {
        return VerilatedModel.build(verilog.file(), verilog.top(), BuildOptions.defaults())
                .open();
    }

    @Test
    void operationsOnAllPairsOfBytes() {
        AtomicReference<List<Operation>> built = new AtomicReference<>();
        Generate.Verilog verilog = Generate.verilog(directory, () -> {
            Operations module = new Operations();
            built.set(module.operations());
            return module;
        });
        assertThat(VerilatorLint.findings(verilog.file())).isEmpty();
        try (Model m = open(verilog)) {
            for (Operation operation : built.get()) {
                check(m, operation);
            }
        }
    }

    private static void check(Model m, Operation operation) {
        Pin output = m.pin(operation.name());
        assertThat(output.width()).as("width of %s", operation.name()).isEqualTo(operation.width());
        long mask = (1L << operation.width()) - 1;
        for (int a = 0; a < 256; a++) {
            for (int b = 0; b < 256; b++) {
                m.set("a", a);
                m.set("b", b);
                m.settle();
                long expected = operation.meaning().applyAsLong(a, b) & mask;
                if (m.get(output) != expected) {
                    assertThat(m.get(output))
                            .as("%s of a = %d, b = %d", operation.name(), a, b)
                            .isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void storageAgainstItsModel() {
        Generate.Verilog verilog = Generate.verilog(directory, Storage::new);
        assertThat(VerilatorLint.findings(verilog.file())).isEmpty();
        long seed = 11;
        Random random = new Random(seed);
        int[] ram = new int[8];
        int[] past = new int[4];
        int held = 77;
        int counter = 250;
        int stored = 0;
        int phase = 1;
        try (Model m = open(verilog)) {
            m.set("enable", 0);
            m.reset("aresetn", 3);
            for (int word = 0; word < 8; word++) { // defined contents first
                drive(m, 1, word, word);
                ram[word] = word;
            }
            m.set("enable", 0);
            m.reset("aresetn", 1);
            for (int cycle = 0; cycle < 2000; cycle++) {
                int data = random.nextInt(256);
                int address = random.nextInt(8);
                int enable = random.nextInt(2);
                drive(m, enable, address, data);
                String when = "seed " + seed + ", cycle " + cycle;
                assertThat(m.get("held")).as("held, %s", when).isEqualTo(held);
                assertThat(m.get("counter")).as("counter, %s", when).isEqualTo(counter);
                assertThat(m.get("phaseCode")).as("phase, %s", when).isEqualTo(phase);
                if (cycle >= 3) {
                    assertThat(m.get("late")).as("late, %s", when).isEqualTo(past[(cycle - 3) % 4]);
                }
                if (cycle >= 20) { // a read has happened by then
                    assertThat(m.get("stored")).as("stored, %s", when).isEqualTo(stored);
                }
                past[cycle % 4] = data;
                phase = phase == 0 ? 1 : phase == 2 ? 0 : 1 + enable;
                if (enable == 1) {
                    held = data;
                    counter = counter + 1 & 255;
                    ram[address] = data;
                } else {
                    stored = ram[address];
                }
            }
        }
    }

    private static void drive(Model m, int enable, int address, int data) {
        m.set("enable", enable);
        m.set("address", address);
        m.set("data", data);
        m.step();
    }
}
