// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.p2vit.hw.dsl.Generate;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.testbench.verilator.BuildOptions;
import org.p2vit.testbench.verilator.TapSpec;
import org.p2vit.testbench.verilator.VerilatedModel;

/** T, W and R of a unit under test. */
record ArrayShape(int tokenTile, int word, int lanes) {
    private static final Map<String, VerilatedModel> BUILT = new HashMap<>();

    static Stream<ArrayShape> all() {
        return Stream.of(
                new ArrayShape(2, 8, 1), new ArrayShape(4, 8, 1), new ArrayShape(4, 16, 1), new ArrayShape(8, 16, 2));
    }

    int groups() {
        return tokenTile / lanes;
    }

    int tiles(int rows) {
        return (rows + tokenTile - 1) / tokenTile;
    }

    /** Emits and compiles {@code top} once for each shape. */
    VerilatedModel build(String name, Supplier<? extends HwModule> top, TapSpec... taps) {
        return BUILT.computeIfAbsent(name + this, key -> {
            Path folder = Path.of("target", "cosim");
            String file = "%s_%d_%d_%d.v".formatted(name, tokenTile, word, lanes);
            Generate.Verilog verilog = Generate.verilog(folder, file, top);
            return VerilatedModel.build(
                    verilog.file(), verilog.top(), BuildOptions.defaults().withTaps(taps));
        });
    }

    /** Random codes, or the same one everywhere where {@code constant} is not null. */
    static byte[] codes(Random random, int count, Integer constant) {
        byte[] codes = new byte[count];
        if (constant == null) {
            random.nextBytes(codes);
        } else {
            Arrays.fill(codes, constant.byteValue());
        }
        return codes;
    }
}
