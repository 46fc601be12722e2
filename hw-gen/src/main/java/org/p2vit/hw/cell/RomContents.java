// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.cell;

import java.util.stream.IntStream;

/** The tables of the numeric contract's appendix, computed from their formulas. */
public final class RomContents {
    private RomContents() {}

    /** T[i] = round(2^19/√i), numeric contract §3; 17 bits. */
    public static int reciprocalRoot(int i) {
        // (k - 1/2) <= 2^19/√i  <=>  (2k - 1)² · i <= 2^40: no floating point, so no doubt about the last bit
        int k = 0;
        for (int bit = 1 << 17; bit > 0; bit >>= 1) {
            long odd = 2L * (k + bit) - 1;
            if (odd * odd * i <= 1L << 40) {
                k += bit;
            }
        }
        return k;
    }

    /** E[f] = round(2^15 · 2^(−f/256)), f = 0 … 255, numeric contract §5.3; 16 bits. */
    public static int[] exponentials() {
        return IntStream.range(0, 256)
                .map(f -> (int) StrictMath.round(0x1p15 * StrictMath.pow(2, -f / 256.0)))
                .toArray();
    }

    /** Q[i] = round(2^9 · (1 − Φ((i + ½)/32))), i = 0 … 127, numeric contract §6; 8 bits. */
    public static int[] tails() {
        // 1 − Φ is the integral of the density from there on: Simpson's rule, whose error is below 10^-9 here.
        return IntStream.range(0, 128)
                .map(i -> (int) StrictMath.round(0x1p9 * densityFrom((i + 0.5) / 32)))
                .toArray();
    }

    private static double densityFrom(double x) {
        int steps = 1024;
        double width = (9 - x) / steps;
        double sum = 0;
        for (int k = 0; k <= steps; k++) {
            double at = x + k * width;
            int weight = k == 0 || k == steps ? 1 : k % 2 == 0 ? 2 : 4;
            sum += weight * StrictMath.exp(-at * at / 2);
        }
        return sum * width / 3 / StrictMath.sqrt(2 * StrictMath.PI);
    }

    /** R[i] = round(2^15·256/(256 + i + ½)), i = 0 … 255, numeric contract §5.2; 15 bits. */
    public static int[] reciprocals() {
        // 2^24 / (512 + 2i + 1), rounded: its double plus the divisor, divided by the divisor's double.
        return IntStream.range(0, 256)
                .map(i -> 513 + 2 * i)
                .map(divisor -> ((1 << 25) + divisor) / (2 * divisor))
                .toArray();
    }
}
