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

    /** R[i] = round(2^15·256/(256 + i + ½)), i = 0 … 255, numeric contract §5.2; 15 bits. */
    public static int[] reciprocals() {
        // 2^24 / (512 + 2i + 1), rounded: its double plus the divisor, divided by the divisor's double.
        return IntStream.range(0, 256)
                .map(i -> 513 + 2 * i)
                .map(divisor -> ((1 << 25) + divisor) / (2 * divisor))
                .toArray();
    }
}
