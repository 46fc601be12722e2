// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.bench;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.testbench.verilator.Model;
import org.p2vit.testbench.verilator.TapSpec;
import org.p2vit.testbench.verilator.VerilatedModel;

/** T, W and R of a unit under test. */
public record ArrayShape(int tokenTile, int word, int lanes) {
    public static Stream<ArrayShape> all() {
        return Stream.of(
                new ArrayShape(2, 8, 1), new ArrayShape(4, 8, 1), new ArrayShape(4, 16, 1), new ArrayShape(8, 16, 2));
    }

    public int groups() {
        return tokenTile / lanes;
    }

    public int tiles(int rows) {
        return (rows + tokenTile - 1) / tokenTile;
    }

    /** {@code top}, made for this shape, just out of reset. */
    public Model open(String name, long seed, Supplier<? extends HwModule> top, TapSpec... taps) {
        return VerilatedUnit.open(folder(name), seed, top, taps);
    }

    /** {@code top}, made for this shape. */
    public VerilatedModel build(String name, Supplier<? extends HwModule> top, TapSpec... taps) {
        return VerilatedUnit.build(folder(name), top, taps);
    }

    private String folder(String name) {
        return "%s_%d_%d_%d".formatted(name, tokenTile, word, lanes);
    }

    /** Random codes, or the same one everywhere where {@code constant} is not null. */
    public static byte[] codes(Random random, int count, Integer constant) {
        byte[] codes = new byte[count];
        if (constant == null) {
            random.nextBytes(codes);
        } else {
            Arrays.fill(codes, constant.byteValue());
        }
        return codes;
    }
}
