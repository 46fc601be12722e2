// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dsl;

import spinal.core.BitCount;
import spinal.core.Bits;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * Integer arithmetic and shifts. Use through {@link Hdl}.
 *
 * <p>{@code add} and {@code sub} keep the width of the wider operand and wrap; the {@code Expand} forms are one bit
 * wider and exact; {@code mul} has the sum of the widths and is exact. Operands of one operation share signedness.
 */
public abstract class Arithmetic extends Logic {
    Arithmetic() {}

    public static UInt add(UInt a, UInt b) {
        return a.$plus(b);
    }

    public static SInt add(SInt a, SInt b) {
        return a.$plus(b);
    }

    public static UInt add(UInt a, long b) {
        return a.$plus(constantLike(a, b));
    }

    public static SInt add(SInt a, long b) {
        return a.$plus(constantLike(a, b));
    }

    public static UInt addExpand(UInt a, UInt b) {
        return a.$plus$up(b);
    }

    public static SInt addExpand(SInt a, SInt b) {
        return a.$plus$up(b);
    }

    public static UInt sub(UInt a, UInt b) {
        return a.$minus(b);
    }

    public static SInt sub(SInt a, SInt b) {
        return a.$minus(b);
    }

    public static UInt sub(UInt a, long b) {
        return a.$minus(constantLike(a, b));
    }

    public static SInt sub(SInt a, long b) {
        return a.$minus(constantLike(a, b));
    }

    public static UInt subExpand(UInt a, UInt b) {
        return a.$minus$up(b);
    }

    public static SInt subExpand(SInt a, SInt b) {
        return a.$minus$up(b);
    }

    /** Two's complement negation in the same width; the most negative value stays. */
    public static SInt negate(SInt a) {
        return a.unary_$minus();
    }

    public static UInt mul(UInt a, UInt b) {
        return a.$times(b);
    }

    /** Exact signed product; an 8x8 product is one DSP block in every tool tried. */
    public static SInt mul(SInt a, SInt b) {
        return a.$times(b);
    }

    /** Zero extension or truncation of the high bits. */
    public static UInt resize(UInt a, int width) {
        return a.resize(new BitCount(width));
    }

    /** Sign extension or truncation of the high bits. */
    public static SInt resize(SInt a, int width) {
        return a.resize(new BitCount(width));
    }

    /** Zero extension or truncation of the high bits. */
    public static Bits resize(Bits a, int width) {
        return a.resize(new BitCount(width));
    }

    /** a * 2^n, exact: n bits wider. */
    public static UInt shl(UInt a, int n) {
        return n == 0 ? a : a.$less$less(n);
    }

    public static SInt shl(SInt a, int n) {
        return n == 0 ? a : a.$less$less(n);
    }

    public static Bits shl(Bits a, int n) {
        return n == 0 ? a : a.$less$less(n);
    }

    /** a * 2^n, exact: 2^width(n) - 1 bits wider. */
    public static UInt shl(UInt a, UInt n) {
        return a.$less$less(n);
    }

    public static SInt shl(SInt a, UInt n) {
        return a.$less$less(n);
    }

    /** Shifts left in the same width; high bits are lost. */
    public static UInt shlKeep(UInt a, UInt n) {
        return a.$bar$less$less(n);
    }

    public static SInt shlKeep(SInt a, UInt n) {
        return a.$bar$less$less(n);
    }

    public static Bits shlKeep(Bits a, UInt n) {
        return a.$bar$less$less(n);
    }

    /** floor(a / 2^n): n bits narrower, at least 1. Rounding shifts are a cell of their own, not this. */
    public static UInt shr(UInt a, int n) {
        int width = a.getBitsWidth();
        return n == 0 ? a : n >= width ? uint(1, 0) : slice(a, width - 1, n);
    }

    /** floor(a / 2^n): n bits narrower, at least the sign. */
    public static SInt shr(SInt a, int n) {
        int width = a.getBitsWidth();
        return n == 0 ? a : slice(a, width - 1, Math.min(n, width - 1));
    }

    public static Bits shr(Bits a, int n) {
        int width = a.getBitsWidth();
        return n == 0 ? a : n >= width ? bits(1, 0) : slice(a, width - 1, n);
    }

    /** floor(a / 2^n) in the same width. */
    public static UInt shr(UInt a, UInt n) {
        return a.$greater$greater(n);
    }

    public static SInt shr(SInt a, UInt n) {
        return a.$greater$greater(n);
    }

    public static Bits shr(Bits a, UInt n) {
        return a.$greater$greater(n);
    }
}
