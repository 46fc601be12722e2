// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.spec;

/**
 * Bounds and constants of the numeric contract ({@code quant-golden/doc/arithmetic.md}); every constant cites its
 * paragraph. There is no code here: the golden kernels and the hardware implement the contract independently.
 */
public final class NumericContract {
    /** §1 tokens N. */
    public static final int MAX_TOKENS = 1023;
    /** §1 embedding dimension D, the length of a LayerNorm. */
    public static final int MAX_DIM = 1024;
    /** §1 depth K of a linear layer. */
    public static final int MAX_DEPTH = 4096;

    /** §1 int8 codes. */
    public static final int INT8_MIN = -128;
    /** §1 int8 codes. */
    public static final int INT8_MAX = 127;
    /** §1 int9 codes, those of the residual stream. */
    public static final int STREAM_BITS = 9;
    /** §1 int9 codes. */
    public static final int STREAM_MIN = -256;
    /** §1 int9 codes. */
    public static final int STREAM_MAX = 255;
    /** §1 int4 codes. */
    public static final int INT4_MIN = -8;
    /** §1 int4 codes. */
    public static final int INT4_MAX = 7;

    /** §2 to §5: every rounding shift is 0 … 31. */
    public static final int MAX_SHIFT = 31;
    /** §2 z is finer than the output y by 2^4. */
    public static final int REQUANT_GUARD_BITS = 4;
    /** §2 the residual is lifted by 2^12 before its right shift. */
    public static final int RESIDUAL_LIFT_BITS = 12;
    /** §2.2 bits of h, from which the residual stream is made. */
    public static final int STREAM_INPUT_BITS = 16;
    /** §2.2 h is finer than the stream by 2^1. */
    public static final int STREAM_GUARD_BITS = 1;
    /** §2.2 greatest exponent k of a block of the stream, also of a residual's κ. */
    public static final int MAX_STREAM_EXPONENT = 6;
    /** §2.2 residualShift = e − e_r + 7: the bits it is lifted by less the guard bits of z and of h. */
    public static final int RESIDUAL_SHIFT_BASE = RESIDUAL_LIFT_BITS - REQUANT_GUARD_BITS - STREAM_GUARD_BITS;
    /** §8.1 residualShift = e_y − e + 8: the bits it is lifted by less the guard bits of z. */
    public static final int NARROWING_SHIFT_BASE = RESIDUAL_LIFT_BITS - REQUANT_GUARD_BITS;
    /** §2 greatest residualShift. */
    public static final int MAX_RESIDUAL_SHIFT = 15;
    /** §2 a weight of 4 bits is its code times 2^4. */
    public static final int INT4_SHIFT = 4;
    /** §2, §6 greatest exponent of a row, and of a block of words in it. */
    public static final int MAX_ROW_EXPONENT = 7;
    /** §2 |bias|. */
    public static final int MAX_BIAS = 1 << 29;

    /** §2.2, §6 neighbouring outputs of a token with one exponent. */
    public static final int EXPONENT_BLOCK = 8;

    /** §3 |b[c]| of LayerNorm. */
    public static final int MAX_NORM_OFFSET = 1 << 30;
    /** §3 fraction bits of the normalised value n[c]. */
    public static final int NORM_FRACTION_BITS = 11;

    /** §3 an epsilon of at most 2^−8 of the variance may be left out. */
    public static final int EPSILON_MARGIN_BITS = 8;

    /** §5.1 round(2^15 · log2 e). */
    public static final int LOG2_E_Q15 = 47274;
    /** §5.1 softmaxShift = 15 − e_l: the fraction bits of {@link #LOG2_E_Q15}. */
    public static final int LOG2_SOFTMAX_SHIFT_BASE = 15;
    /** §5.1 the code that stands for weight zero. */
    public static final int SOFTMAX_ZERO_CODE = 15;
    /** §5.2 code c adds v &lt;&lt; (14 − c). */
    public static final int WEIGHT_FRACTION_BITS = 14;
    /** §5.2 rounding shift of acc·R[u]. */
    public static final int QUOTIENT_SHIFT = 14;
    /** §5.2 fraction bits of the quotient n: avShift = e_o − e_v + 15. */
    public static final int QUOTIENT_FRACTION_BITS = 15;

    /** §5.3 fraction bits of t[j]. */
    public static final int UNIFORM_DISTANCE_BITS = 8;
    /** §5.3 softmaxShift = 7 − e_l: the fraction bits of {@link #LOG2_E_Q15} less those of t[j]. */
    public static final int UNIFORM_SOFTMAX_SHIFT_BASE = 15 - UNIFORM_DISTANCE_BITS;
    /** §5.3 greatest t[j]. */
    public static final int UNIFORM_MAX_T = 8191;
    /** §5.3 code of the greatest weight. */
    public static final int UNIFORM_MAX = 255;
    /** §5.3 shift of 255·p[j]. */
    public static final int UNIFORM_SHIFT = 15;

    /** §7 the int8 code p of the position embedding is the residual {@code p << 1}. */
    public static final int STORED_STREAM_SHIFT = 1;

    /** §6 bits of h, fc1's output. */
    public static final int GELU_INPUT_BITS = 18;
    /** §6 h is finer than the output y by 2^3. */
    public static final int GELU_GUARD_BITS = 3;
    /** §6 entries of table Q: of x in steps of 2^−5, from 0 to 4. */
    public static final int TAIL_TABLE_SIZE = 128;
    /** §6 fraction bits of table Q. */
    public static final int TAIL_FRACTION_BITS = 9;
    /** §6 i = (a &lt;&lt; 7) &gt;&gt; j. */
    public static final int TAIL_INDEX_BITS = 7;
    /** §6 j = max(0, 5 − e_y). */
    public static final int GELU_SHIFT_BASE = 5;
    /** §6 greatest j. */
    public static final int MAX_GELU_SHIFT = 15;

    private NumericContract() {}
}
