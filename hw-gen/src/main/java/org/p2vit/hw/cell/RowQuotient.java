// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.cell;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.quant.spec.NumericContract;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * A sum over the weights of its row: {@code roundShift(((value << lift) >> magnitude)·R, 14)} (numeric contract §5.2, its two shifts joined). Latency
 * {@link #LATENCY}, one value per cycle; stage i is enabled by bit i of {@code advance}. {@code value} and {@code magnitude} belong to the first, {@code
 * reciprocal} to the second. Product and quotient are registers of a DSP block.
 */
public final class RowQuotient extends HwModule {
    public static final int LATENCY = 3;
    public static final int BITS = 24;
    public static final int OPERAND_BITS = 23;
    private static final int SHIFT = NumericContract.QUOTIENT_SHIFT;
    public static final int PRODUCT_BITS = BITS + SHIFT;

    public final SInt value;
    public final UInt magnitude = in(uint(SumReciprocal.MAGNITUDE_BITS));
    public final UInt reciprocal = in(uint(SumReciprocal.RECIPROCAL_BITS));
    public final List<Bool> advance = list(LATENCY, stage -> in(bool()));
    public final SInt quotient = out(sint(BITS));

    private final SInt operand;
    private final SInt product;
    private final SInt rounded;

    /** For values of {@code valueBits}. */
    public RowQuotient(int valueBits, int lift) {
        value = in(sint(valueBits));
        SInt lifted = shl(value, lift);
        operand = regNextWhen(resize(shr(lifted, magnitude), OPERAND_BITS), advance.get(0));
        SInt factor = asSInt(resize(reciprocal, SumReciprocal.RECIPROCAL_BITS + 1));
        product = regNextWhen(resize(mul(operand, factor), PRODUCT_BITS), advance.get(1));
        // The adder of the DSP block, so not the cell for rounding shifts.
        rounded = regNextWhen(add(product, 1 << (SHIFT - 1)), advance.get(2));
        assign(quotient, shr(rounded, SHIFT));
    }
}
