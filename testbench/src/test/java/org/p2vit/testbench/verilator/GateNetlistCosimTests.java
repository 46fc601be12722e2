// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulation of netlists against Verilator's of the Verilog they were made from. */
@Tag("cosim")
@Tag("synth")
@Tag("fpga")
class GateNetlistCosimTests {
    private static final Path STORES = Path.of("src/test/resources/org/p2vit/testbench/rtl/stores.v");
    private static final TapSpec PRODUCTS = new TapSpec("products", "inner.negative", "inner.product", 16);
    private static final BuildOptions OPTIONS = BuildOptions.defaults().withTaps(PRODUCTS);
    private static final int CYCLES = 2000;

    /** Cycles after which the two first differ in a port or in what their taps saw; {@link #CYCLES} if they never do. */
    private static int agreement(VerilatedModel left, VerilatedModel right) {
        SplittableRandom random = new SplittableRandom(7);
        try (Model a = left.open();
                Model b = right.open()) {
            a.reset("aresetn", 2);
            b.reset("aresetn", 2);
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                for (String pin : List.of("enable", "lanes", "address", "data")) {
                    long value = random.nextLong() >>> Long.SIZE - a.pin(pin).width();
                    a.set(pin, value);
                    b.set(pin, value);
                }
                a.step();
                b.step();
                for (String pin : List.of("now", "read", "count", "product")) {
                    if (a.get(pin) != b.get(pin)) {
                        return cycle;
                    }
                }
                byte[][] taps = {words(a), words(b)};
                if (!Arrays.equals(taps[0], taps[1])) {
                    return cycle;
                }
            }
        }
        return CYCLES;
    }

    private static byte[] words(Model model) {
        List<TapWord> words = model.tap("products").drain();
        return words.isEmpty() ? new byte[0] : words.get(0).data();
    }

    @Test
    void gatesDoWhatTheVerilogDoes() {
        VerilatedModel gates = GateNetlist.build(STORES, "stores", OPTIONS);
        assertThat(agreement(VerilatedModel.build(STORES, "stores", OPTIONS), gates))
                .isEqualTo(CYCLES);
    }

    @Test
    void gatesOfAnotherDesignDiffer(@TempDir Path folder) throws IOException {
        Path other = folder.resolve("stores.v");
        Files.writeString(other, Files.readString(STORES).replace("a * b", "a * b + (b == 8'd77)"));
        VerilatedModel gates = GateNetlist.build(other, "stores", OPTIONS);
        assertThat(agreement(VerilatedModel.build(STORES, "stores", OPTIONS), gates))
                .isLessThan(CYCLES);
    }

    @Test
    void aLoopIsRefused(@TempDir Path folder) throws IOException {
        Path loop = folder.resolve("ring.v");
        Files.writeString(loop, """
                module ring (input aclk, input a, output reg q);
                    wire x, y;
                    assign x = y ^ a;
                    assign y = x & a;
                    always @(posedge aclk) q <= y;
                endmodule
                """);
        assertThatThrownBy(() -> GateNetlist.build(loop, "ring", BuildOptions.defaults()))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("loop");
    }

    @Test
    void aTapThatIsNotThereIsRefused() {
        BuildOptions wrong =
                BuildOptions.defaults().withTaps(new TapSpec("none", "inner.nothing", "inner.product", 16));
        assertThatThrownBy(() -> GateNetlist.build(STORES, "stores", wrong))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("inner.nothing");
    }
}
