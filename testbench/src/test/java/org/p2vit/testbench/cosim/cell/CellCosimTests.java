// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.hw.cell.RoundShift;
import org.p2vit.hw.cell.Saturate;
import org.p2vit.hw.dsl.Generate;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.quant.kernel.FixedPoint;
import org.p2vit.quant.spec.NumericContract;
import org.p2vit.testbench.ModuleFolder;
import org.p2vit.testbench.verilator.BuildOptions;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.VerilatedModel;

/** The rounding and the saturation of the hardware, against the contract's tables and the golden kernels. */
@Tag("cosim")
class CellCosimTests {
    private static final Path CONTRACT = ModuleFolder.resolve("../quant-golden/doc/arithmetic.md");
    private static final long SEED = 5;

    private static Model open(String file, Supplier<HwModule> cell) {
        Generate.Verilog verilog = Generate.verilog(Path.of("target", "cosim"), file + ".v", cell);
        return VerilatedModel.build(verilog.file(), verilog.top(), BuildOptions.defaults())
                .open();
    }

    private static Model roundShift(int width) {
        Model model = open("RoundShift_" + width, () -> new RoundShift(width));
        model.set("advance_0", 1);
        model.set("advance_1", 1);
        return model;
    }

    private static long round(Model model, long value, int shift) {
        model.set("value", value);
        model.set("shift", shift);
        model.step(RoundShift.LATENCY + 1);
        return model.getSigned(model.pin("result"));
    }

    /** The numbers of the rows of a table of the contract, column by name not needed: those that are integers. */
    private static List<long[]> table(String name) throws IOException {
        List<String> lines = Files.readAllLines(CONTRACT);
        List<long[]> rows = new ArrayList<>();
        int at = lines.indexOf("<!-- table: " + name + " -->") + 3;
        for (; lines.get(at).startsWith("|"); at++) {
            String[] cells = lines.get(at).substring(1).split("\\|");
            long first = Long.parseLong(cells[0].strip());
            long second = Long.parseLong(cells[1].strip());
            rows.add(new long[] {first, second, Long.parseLong(cells[cells.length - 1].strip())});
        }
        assertThat(rows).as("rows of table %s", name).hasSizeGreaterThan(5);
        return rows;
    }

    @Test
    void roundShiftFollowsTheTieTable() throws IOException {
        try (Model model = roundShift(32)) {
            for (long[] row : table("roundShift")) {
                assertThat(round(model, row[0], (int) row[1]))
                        .as("roundShift(%d, %d)", row[0], row[1])
                        .isEqualTo(row[2]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8, 32, 34, 48})
    void roundShiftEqualsTheGoldenKernel(int width) {
        Random random = new Random(SEED);
        long max = (1L << width - 1) - 1;
        try (Model model = roundShift(width)) {
            for (int shift = 0; shift <= NumericContract.MAX_SHIFT; shift++) {
                List<Long> values = new ArrayList<>(List.of(0L, 1L, -1L, max, -max - 1, max - 1, -max));
                random.longs(50).map(any -> any >> Long.SIZE - width).forEach(values::add);
                for (long value : values) {
                    assertThat(round(model, value, shift))
                            .as("seed %d: roundShift(%d, %d) in %d bits", SEED, value, shift, width)
                            .isEqualTo(FixedPoint.roundShift(value, shift));
                }
            }
        }
    }

    @Test
    void roundShiftTakesANumberACycleAndHoldsWhereNotEnabled() {
        try (Model model = roundShift(32)) {
            for (int i = 0; i < 20; i++) {
                model.set("value", 16L * i);
                model.set("shift", 4);
                model.step();
                if (i >= RoundShift.LATENCY) {
                    assertThat(model.get("result")).isEqualTo(i - RoundShift.LATENCY);
                }
            }
            model.set("advance_1", 0);
            long held = model.get("result") + 1;
            model.step(5);
            assertThat(model.get("result")).isEqualTo(held);
        }
    }

    @Test
    void saturate8FollowsTheTableAndTheGoldenKernel() throws IOException {
        try (Model model = open("Saturate_32_8", () -> new Saturate(32, 8))) {
            List<Long> values = new ArrayList<>();
            for (long[] row : table("sat8")) {
                values.add(row[0]);
                assertThat(FixedPoint.saturate8(row[0])).isEqualTo((byte) row[2]);
            }
            for (long value = -600; value <= 600; value++) {
                values.add(value);
            }
            for (long value : values) {
                model.set("value", value);
                model.step();
                assertThat(model.getSigned(model.pin("result")))
                        .as("sat8(%d)", value)
                        .isEqualTo(FixedPoint.saturate8(value));
            }
        }
    }

    @Test
    void saturationTo9BitsFollowsTheTable() throws IOException {
        try (Model model = open("Saturate_32_9", () -> new Saturate(32, 9))) {
            for (long[] row : table("sat9")) {
                model.set("value", row[0]);
                model.step();
                assertThat(model.getSigned(model.pin("result")))
                        .as("sat9(%d)", row[0])
                        .isEqualTo(row[2]);
            }
        }
    }
}
