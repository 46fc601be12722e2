// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dsl;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import scala.runtime.BoxedUnit;
import spinal.core.B$;
import spinal.core.BitCount;
import spinal.core.BitVector;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.Data;
import spinal.core.S$;
import spinal.core.SInt;
import spinal.core.U$;
import spinal.core.UInt;

/** Types, literals and casts. Use through {@link Hdl}. */
public abstract class Types {
    Types() {}

    /** One bit. */
    public static Bool bool() {
        return spinal.core.package$.MODULE$.Bool(BoxedUnit.UNIT);
    }

    /** Raw bits, no arithmetic. Width 1 or more. */
    public static Bits bits(int width) {
        return spinal.core.package$.MODULE$.Bits(width(width));
    }

    /** Unsigned integer. Width 1 or more. */
    public static UInt uint(int width) {
        return spinal.core.package$.MODULE$.UInt(width(width));
    }

    /** Two's complement integer. Width 1 or more. */
    public static SInt sint(int width) {
        return spinal.core.package$.MODULE$.SInt(width(width));
    }

    private static BitCount width(int width) {
        HdlException.require(width >= 1, () -> "width " + width + " is not positive");
        return new BitCount(width);
    }

    /** A stream (valid, ready, payload) that carries {@code type}. */
    public static <T extends Data> HwStream<T> stream(Supplier<T> type) {
        return new HwStream<>(type);
    }

    /** A wire of the given type, to be assigned. The same object; the name says what it is for. */
    public static <T extends Data> T wire(T type) {
        return type;
    }

    /** {@code count} items made by {@code make(0)}, {@code make(1)}...: ports, registers or instances. */
    public static <T> List<T> list(int count, IntFunction<? extends T> make) {
        return IntStream.range(0, count).<T>mapToObj(make).toList();
    }

    /** What only some variants have: made where {@code built}. */
    public static <T> Optional<T> optional(boolean built, Supplier<? extends T> make) {
        return built ? Optional.of(make.get()) : Optional.empty();
    }

    /** A new signal of the same type as {@code signal}. */
    @SuppressWarnings("unchecked")
    public static <T extends Data> T like(T signal) {
        return (T) signal.clone();
    }

    /** Width in bits. */
    public static int width(Data signal) {
        return signal.getBitsWidth();
    }

    /** Bits needed to count 0 .. {@code count - 1}; at least 1. */
    public static int indexWidth(int count) {
        HdlException.require(count >= 1, () -> "cannot index " + count + " items");
        return Math.max(1, 32 - Integer.numberOfLeadingZeros(count - 1));
    }

    /** Constant bit. */
    public static Bool bool(boolean value) {
        return spinal.core.package$.MODULE$.Bool(value, Scala.here());
    }

    /** Unsigned constant {@code value} in {@code width} bits. */
    public static UInt uint(int width, long value) {
        return uint(width, BigInteger.valueOf(value));
    }

    public static UInt uint(int width, BigInteger value) {
        fits(value, value.signum() >= 0 && value.bitLength() <= width, "uint(" + width + ")");
        return U$.MODULE$.getFactory().apply(Scala.big(value), width, uint(width));
    }

    /** Signed constant {@code value} in {@code width} bits. */
    public static SInt sint(int width, long value) {
        return sint(width, BigInteger.valueOf(value));
    }

    public static SInt sint(int width, BigInteger value) {
        fits(value, value.bitLength() < width, "sint(" + width + ")");
        return S$.MODULE$.getFactory().apply(Scala.big(value), width, sint(width));
    }

    /** Constant bits: {@code value} read as unsigned in {@code width} bits. */
    public static Bits bits(int width, long value) {
        return bits(width, BigInteger.valueOf(value));
    }

    public static Bits bits(int width, BigInteger value) {
        fits(value, value.signum() >= 0 && value.bitLength() <= width, "bits(" + width + ")");
        return B$.MODULE$.getFactory().apply(Scala.big(value), width, bits(width));
    }

    private static void fits(BigInteger value, boolean condition, String type) {
        HdlException.require(condition, () -> "constant " + value + " does not fit " + type);
    }

    /** The constant {@code value} in the type and width of {@code signal}. */
    public static <T extends BitVector> T constantLike(T signal, long value) {
        return constantLike(signal, BigInteger.valueOf(value));
    }

    @SuppressWarnings("unchecked")
    public static <T extends BitVector> T constantLike(T signal, BigInteger value) {
        int width = signal.getBitsWidth();
        BitVector constant = signal instanceof SInt
                ? sint(width, value)
                : signal instanceof UInt ? uint(width, value) : bits(width, value);
        return (T) constant;
    }

    /** All bits of a signal or bundle, first element in the lowest bits. */
    public static Bits asBits(Data signal) {
        return signal.asBits();
    }

    public static UInt asUInt(Bits signal) {
        return signal.asUInt();
    }

    public static UInt asUInt(SInt signal) {
        return signal.asUInt();
    }

    public static UInt asUInt(Bool signal) {
        return signal.asUInt();
    }

    /** The same bits read as two's complement. */
    public static SInt asSInt(Bits signal) {
        return signal.asSInt();
    }

    /** The same bits read as two's complement. */
    public static SInt asSInt(UInt signal) {
        return signal.asSInt();
    }

    /** {@code bits} read as {@code type}, of equal width: the inverse of {@link #asBits}. */
    public static <T extends Data> T fromBits(Supplier<T> type, Bits bits) {
        T result = type.get();
        HdlException.require(
                result.getBitsWidth() == bits.getBitsWidth(),
                () -> "cannot read " + bits.getBitsWidth() + " bits as a type of " + result.getBitsWidth() + " bits");
        result.assignFromBits(bits);
        return result;
    }
}
