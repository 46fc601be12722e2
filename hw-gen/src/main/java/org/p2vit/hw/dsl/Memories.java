// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dsl;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.Supplier;
import spinal.core.BitVector;
import spinal.core.Data;
import spinal.core.Mem;
import spinal.core.SInt;

/** Memories and tables. Use through {@link Hdl}. */
public abstract class Memories extends Registers {
    Memories() {}

    /** A memory of {@code depth} (2 or more) words of {@code type}; where it goes is set by {@code style(...)}. */
    public static <T extends Data> HwMemory<T> memory(Supplier<T> type, int depth) {
        HdlException.require(depth >= 2, () -> "a memory of " + depth + " words is too small");
        return new HwMemory<>(new Mem<>(Scala.hardType(type), depth));
    }

    /** A memory of {@code depth} (2 or more) words of {@code wordBits} bits whose bytes are written one by one. */
    public static ByteMemory byteMemory(int wordBits, int depth, HwMemory.Style style) {
        HdlException.require(depth >= 2, () -> "a memory of " + depth + " words is too small");
        return new ByteMemory(wordBits, depth, style);
    }

    /** A table of constants; the contents are written into the Verilog. */
    public static <T extends BitVector> HwMemory<T> rom(Supplier<T> type, int[] contents) {
        return rom(type, Arrays.stream(contents).mapToLong(value -> value).toArray());
    }

    public static <T extends BitVector> HwMemory<T> rom(Supplier<T> type, long[] contents) {
        T sample = type.get();
        int width = sample.getBitsWidth();
        boolean signed = sample instanceof SInt;
        BigInteger mask = BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE);
        HwMemory<T> table = memory(type, contents.length);
        var words = Arrays.stream(contents)
                .mapToObj(value -> {
                    boolean fits = signed
                            ? BigInteger.valueOf(value).bitLength() < width
                            : value >= 0 && BigInteger.valueOf(value).bitLength() <= width;
                    HdlException.require(fits, () -> "table entry " + value + " does not fit " + width + " bits");
                    return Scala.big(BigInteger.valueOf(value).and(mask));
                })
                .toList();
        table.mem().initBigInt(Scala.<scala.math.BigInt>seq(words), false);
        return table;
    }
}
