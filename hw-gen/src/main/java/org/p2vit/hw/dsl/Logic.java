// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dsl;

import java.util.ArrayList;
import java.util.List;
import spinal.core.BitCount;
import spinal.core.BitVector;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.Data;
import spinal.core.SInt;
import spinal.core.UInt;

/** Bitwise logic, slices, concatenation, multiplexers and comparisons. Use through {@link Hdl}. */
public abstract class Logic extends Types {
    Logic() {}

    public static Bool not(Bool a) {
        return a.unary_$bang();
    }

    public static Bool and(Bool first, Bool... more) {
        Bool result = first;
        for (Bool next : more) {
            result = result.$amp$amp(next);
        }
        return result;
    }

    public static Bool or(Bool first, Bool... more) {
        Bool result = first;
        for (Bool next : more) {
            result = result.$bar$bar(next);
        }
        return result;
    }

    public static Bool xor(Bool a, Bool b) {
        return a.$up(b);
    }

    /** True when all of {@code items} are; constant true for none. */
    public static Bool all(List<Bool> items) {
        return items.stream().reduce(Logic::and2).orElseGet(() -> bool(true));
    }

    /** True when any of {@code items} is; constant false for none. */
    public static Bool any(List<Bool> items) {
        return items.stream().reduce(Logic::or2).orElseGet(() -> bool(false));
    }

    private static Bool and2(Bool a, Bool b) {
        return a.$amp$amp(b);
    }

    private static Bool or2(Bool a, Bool b) {
        return a.$bar$bar(b);
    }

    public static Bits not(Bits a) {
        return a.unary_$tilde();
    }

    public static UInt not(UInt a) {
        return a.unary_$tilde();
    }

    public static SInt not(SInt a) {
        return a.unary_$tilde();
    }

    public static Bits and(Bits a, Bits b) {
        return a.$amp(b);
    }

    public static Bits or(Bits a, Bits b) {
        return a.$bar(b);
    }

    public static Bits xor(Bits a, Bits b) {
        return a.$up(b);
    }

    public static UInt and(UInt a, UInt b) {
        return a.$amp(b);
    }

    public static UInt or(UInt a, UInt b) {
        return a.$bar(b);
    }

    public static UInt xor(UInt a, UInt b) {
        return a.$up(b);
    }

    public static Bool andReduce(BitVector a) {
        return a.andR();
    }

    public static Bool orReduce(BitVector a) {
        return a.orR();
    }

    public static Bool xorReduce(BitVector a) {
        return a.xorR();
    }

    /** Bit {@code index}; bit 0 is the lowest. May be assigned to. */
    public static Bool bit(BitVector a, int index) {
        inside(a, index, index);
        return a.apply(index);
    }

    /** Bit at a position known only in hardware. */
    public static Bool bit(BitVector a, UInt index) {
        return a.apply(position(a, index));
    }

    public static Bool msb(BitVector a) {
        return a.msb();
    }

    /** Bits {@code hi} down to {@code lo}, both included, in the type of {@code a}. May be assigned to. */
    @SuppressWarnings("unchecked")
    public static <T extends BitVector> T slice(T a, int hi, int lo) {
        inside(a, hi, lo);
        return (T) a.apply(lo, new BitCount(hi - lo + 1));
    }

    /** {@code width} bits from position {@code lo}, known only in hardware. */
    @SuppressWarnings("unchecked")
    public static <T extends BitVector> T sliceAt(T a, UInt lo, int width) {
        return (T) a.apply(position(a, lo), new BitCount(width));
    }

    /** Verilog wants an index that has exactly the bits to reach every position. */
    private static UInt position(BitVector a, UInt index) {
        int needed = indexWidth(a.getBitsWidth());
        HdlException.require(
                index.getBitsWidth() <= needed,
                () -> "an index of " + index.getBitsWidth() + " bits is too wide for a signal of " + a.getBitsWidth()
                        + " bits (needs at most " + needed + ")");
        return index.resize(new BitCount(needed));
    }

    /** Word {@code index} of {@code width} bits; word 0 is the lowest. */
    public static <T extends BitVector> T word(T a, int index, int width) {
        return slice(a, (index + 1) * width - 1, index * width);
    }

    /** {@code a} cut into words of {@code width} bits, lowest first. */
    public static <T extends BitVector> List<T> words(T a, int width) {
        int total = a.getBitsWidth();
        HdlException.require(total % width == 0, () -> "cannot cut " + total + " bits into words of " + width);
        return list(total / width, index -> word(a, index, width));
    }

    private static void inside(BitVector a, int hi, int lo) {
        HdlException.require(
                0 <= lo && lo <= hi && hi < a.getBitsWidth(),
                () -> "bits " + hi + ".." + lo + " are not inside a signal of " + a.getBitsWidth() + " bits");
    }

    /** Concatenation, the first argument in the highest bits (as Verilog writes it). */
    public static Bits cat(Data hi, Data... lower) {
        Bits result = hi.asBits();
        for (Data next : lower) {
            result = result.$hash$hash(next);
        }
        return result;
    }

    /** Concatenation of a list, item 0 in the lowest bits: the inverse of {@link #words}. */
    public static Bits pack(List<? extends Data> items) {
        List<Data> hiFirst = new ArrayList<>(items);
        java.util.Collections.reverse(hiFirst);
        return cat(hiFirst.get(0), hiFirst.subList(1, hiFirst.size()).toArray(Data[]::new));
    }

    /** {@code condition ? whenTrue : whenFalse}, of equal types. */
    public static <T extends Data> T mux(Bool condition, T whenTrue, T whenFalse) {
        return spinal.core.Mux$.MODULE$.apply(condition, whenTrue, whenFalse);
    }

    public static <T extends BitVector> T mux(Bool condition, T whenTrue, long whenFalse) {
        return mux(condition, whenTrue, constantLike(whenTrue, whenFalse));
    }

    public static <T extends BitVector> T mux(Bool condition, long whenTrue, T whenFalse) {
        return mux(condition, constantLike(whenFalse, whenTrue), whenFalse);
    }

    public static Bool eq(Data a, Data b) {
        return a.isEqualTo(b);
    }

    public static Bool ne(Data a, Data b) {
        return a.isNotEqualTo(b);
    }

    public static Bool eq(BitVector a, long b) {
        return a.isEqualTo(constantLike(a, b));
    }

    public static Bool ne(BitVector a, long b) {
        return a.isNotEqualTo(constantLike(a, b));
    }

    public static Bool lt(UInt a, UInt b) {
        return a.$less(b);
    }

    public static Bool le(UInt a, UInt b) {
        return a.$less$eq(b);
    }

    public static Bool gt(UInt a, UInt b) {
        return a.$greater(b);
    }

    public static Bool ge(UInt a, UInt b) {
        return a.$greater$eq(b);
    }

    public static Bool lt(SInt a, SInt b) {
        return a.$less(b);
    }

    public static Bool le(SInt a, SInt b) {
        return a.$less$eq(b);
    }

    public static Bool gt(SInt a, SInt b) {
        return a.$greater(b);
    }

    public static Bool ge(SInt a, SInt b) {
        return a.$greater$eq(b);
    }

    public static Bool lt(UInt a, long b) {
        return lt(a, constantLike(a, b));
    }

    public static Bool le(UInt a, long b) {
        return le(a, constantLike(a, b));
    }

    public static Bool gt(UInt a, long b) {
        return gt(a, constantLike(a, b));
    }

    public static Bool ge(UInt a, long b) {
        return ge(a, constantLike(a, b));
    }

    public static Bool lt(SInt a, long b) {
        return lt(a, constantLike(a, b));
    }

    public static Bool le(SInt a, long b) {
        return le(a, constantLike(a, b));
    }

    public static Bool gt(SInt a, long b) {
        return gt(a, constantLike(a, b));
    }

    public static Bool ge(SInt a, long b) {
        return ge(a, constantLike(a, b));
    }
}
