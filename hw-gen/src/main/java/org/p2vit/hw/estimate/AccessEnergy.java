// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

/**
 * Energies of single operations, published for 45 nm standard cells at 0.9 V: M. Horowitz, "Computing's energy problem (and what we can
 * do about it)", ISSCC 2014, figure 1.1.9. In picojoules. They are not those of any device that this project runs on.
 */
final class AccessEnergy {
    /** 8-bit integer multiplication (0.2) and 32-bit addition (0.1). */
    static final double MULTIPLY_ACCUMULATE = 0.2 + 0.1;
    /** A 32-bit addition; the shift, which the figure does not have, as an 8-bit addition (0.03). */
    static final double SHIFT_ADD = 0.1 + 0.03;
    /** A multiplication by the reciprocal, no wider than 32 bits (3.1), and two roundings: 32-bit additions. */
    static final double QUOTIENT = 3.1 + 2 * 0.1;
    /** Bias, residual and rounding: three 32-bit additions. */
    static final double REQUANTIZE = 3 * 0.1;
    /** Maximum, exponential, sum and code: a multiplication by a constant as 8-bit (0.2) and three 32-bit additions. */
    static final double SOFTMAX_TERM = 0.2 + 3 * 0.1;
    /** A square, and scaling by count, root and gain: four multiplications, no wider than 32 bits (3.1). */
    static final double NORMALISE = 4 * 3.1;

    /** DRAM, 64 bits: the figure says 1.3 to 2.6 nJ; this is the middle. */
    static final double DRAM_64_BITS = 1950;

    /** A cache of 8 KiB, 64 bits; 32 KiB take 20 and 1 MiB takes 100, which is the square root of the size within 15 %. */
    private static final double SRAM_64_BITS = 10;

    private static final double SRAM_BYTES = 8 * 1024;

    private AccessEnergy() {}

    /** Reading or writing {@code bits} of a memory of {@code bytes}. */
    static double sram(long bytes, int bits) {
        return SRAM_64_BITS * Math.sqrt(bytes / SRAM_BYTES) * bits / 64;
    }
}
