// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.matmul;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.config.ProcessingElement;
import spinal.core.Bits;
import spinal.core.SInt;

/**
 * Both products from one multiplier: {@code (a1 * 2^16 + a0) * w + 2^15}. A product of codes is in -32640 .. 32385, so
 * {@code a0 * w + 2^15} is in 0 .. 2^16 - 1 and never borrows from {@code a1 * w}: the upper half is {@code a1 * w}, the
 * lower one is {@code a0 * w} with its highest bit inverted.
 *
 * <p>The operand has 25 bits, which is what a DSP48E1 takes (25 x 18; a DSP48E2 takes 27 x 18); the constant goes into the
 * block's own adder.
 */
final class PackedProductPair extends ProductPair {
    static final int SHIFT = 16;
    static final int OPERAND_BITS = SHIFT + Operands.TOKEN_BITS;

    private final Bits tokenOperand = regNextWhen(tokens, load);
    private final Bits weightOperand = regNextWhen(weight, load);
    private final SInt sum;

    PackedProductPair() {
        super(ProcessingElement.PACKED);
        SInt product = mul(asSInt(tokenOperand), asSInt(weightOperand));
        // The bits above 2 * SHIFT repeat the sign of a1 * w.
        SInt biased = add(resize(product, Operands.TOKENS * SHIFT), 1L << SHIFT - 1);
        sum = regNextWhen(biased, multiply);
        Bits low = asBits(slice(sum, SHIFT - 2, 0));
        assign(products.get(0), asSInt(cat(not(bit(sum, SHIFT - 1)), low)));
        assign(products.get(1), slice(sum, 2 * SHIFT - 1, SHIFT));
    }
}
