// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import java.math.BigInteger;

/**
 * The tables of the contract's appendix, computed exactly: each entry is found as half of the floor of its
 * double, by integer roots and bit lengths where it is irrational.
 */
public final class ContractTables {
    /** First index of table T. */
    static final int RSQRT_FIRST = 64;

    private static final int[] RSQRT = rsqrt();
    private static final int[] EXP2 = exp2();
    private static final int[] RECIPROCAL = reciprocals();

    private ContractTables() {}

    /** Table T: round(2^19/√i), i = 64 … 256; entry 0 is i = 64. */
    public static int[] tableT() {
        return RSQRT.clone();
    }

    /** Table E: round(2^15 · 2^(−f/256)), f = 0 … 255. */
    public static int[] tableE() {
        return EXP2.clone();
    }

    /** Table R: round(2^15 · 256/(256 + i + ½)), i = 0 … 255. */
    public static int[] tableR() {
        return RECIPROCAL.clone();
    }

    /** T[i] of the contract, i = 64 … 256. */
    static int reciprocalRoot(int i) {
        return RSQRT[i - RSQRT_FIRST];
    }

    /** E[f]. */
    static int exponential(int f) {
        return EXP2[f];
    }

    /** R[i]. */
    static int reciprocal(int i) {
        return RECIPROCAL[i];
    }

    private static int[] rsqrt() {
        int[] table = new int[256 - RSQRT_FIRST + 1];
        for (int i = RSQRT_FIRST; i <= 256; i++) {
            BigInteger doubled =
                    BigInteger.TWO.pow(40).divide(BigInteger.valueOf(i)).sqrt();
            table[i - RSQRT_FIRST] = halfRounded(doubled.intValueExact());
        }
        return table;
    }

    private static int[] exp2() {
        int[] table = new int[256];
        for (int f = 0; f < table.length; f++) {
            // 2^(16 − f/256) is the 256th root of 2^(4096 − f): eight square roots, and floors may nest.
            BigInteger doubled = BigInteger.TWO.pow(16 * 256 - f);
            for (int root = 0; root < 8; root++) {
                doubled = doubled.sqrt();
            }
            table[f] = halfRounded(doubled.intValueExact());
        }
        return table;
    }

    private static int[] reciprocals() {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            table[i] = halfRounded((1 << 25) / (2 * i + 513));
        }
        return table;
    }

    /** round(x) from floor(2x), x ≥ 0. */
    private static int halfRounded(int floorOfDouble) {
        return (floorOfDouble + 1) >> 1;
    }
}
