// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import java.math.BigInteger;
import org.p2vit.quant.spec.NumericContract;

/**
 * The tables of the contract's appendix, computed exactly and without floating point: each entry is found as half of the
 * floor of its double, by integer roots or, in table Q, by a series.
 */
public final class ContractTables {
    /** First index of table T. */
    static final int RSQRT_FIRST = 64;

    /** Fraction bits of the series of table Q. */
    private static final int SERIES_BITS = 96;
    /** round(2^62/√(2π)). */
    private static final BigInteger DENSITY = BigInteger.valueOf(1_839_796_536_686_825_613L);

    private static final int DENSITY_BITS = 62;

    private static final int[] RSQRT = rsqrt();
    private static final int[] EXP2 = exp2();
    private static final int[] RECIPROCAL = reciprocals();
    private static final int[] TAIL = tails();

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

    /** Table Q: round(2^9 · (1 − Φ((i + ½)/32))), i = 0 … 127. */
    public static int[] tableQ() {
        return TAIL.clone();
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

    /** Q[i], 0 beyond the table. */
    static int tail(int i) {
        return i < TAIL.length ? TAIL[i] : 0;
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

    /** No entry is within 0.01 of a tie, far more than the series errs. */
    private static int[] tails() {
        int[] table = new int[NumericContract.TAIL_TABLE_SIZE];
        int bits = SERIES_BITS + DENSITY_BITS - NumericContract.TAIL_FRACTION_BITS - 1;
        for (int i = 0; i < table.length; i++) {
            BigInteger half = BigInteger.ONE.shiftLeft(SERIES_BITS + DENSITY_BITS - 1);
            BigInteger doubled =
                    half.subtract(bell(2 * i + 1).multiply(DENSITY)).shiftRight(bits);
            table[i] = halfRounded(doubled.intValueExact());
        }
        return table;
    }

    /** ∫ e^(−t²/2) dt from 0 to n/64, times 2^{@value #SERIES_BITS}: Σ (−1)^k x^(2k+1) / (2^k·k!·(2k+1)). */
    private static BigInteger bell(int n) {
        BigInteger term = BigInteger.valueOf(n).shiftLeft(SERIES_BITS - 6);
        BigInteger sum = BigInteger.ZERO;
        for (int k = 0; term.signum() != 0; k++) {
            sum = sum.add(term.divide(BigInteger.valueOf(2L * k + 1)));
            term = term.multiply(BigInteger.valueOf(-(long) n * n)).divide(BigInteger.valueOf((2L * k + 2) << 12));
        }
        return sum;
    }

    /** round(x) from floor(2x), x ≥ 0. */
    private static int halfRounded(int floorOfDouble) {
        return (floorOfDouble + 1) >> 1;
    }
}
