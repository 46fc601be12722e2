// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.matmul;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.config.ProcessingElement;
import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.SInt;

/**
 * The int8 products of two tokens with one weight, exact for all values. Two stages: operands, enabled by {@code load}, and
 * products, enabled by {@code multiply}. It has the registers of a DSP block and nothing else, and becomes one or two.
 */
public abstract class ProductPair extends HwModule {
    public static final int TOKENS = 2;
    public static final int STAGES = 2;

    /** Two tokens as {@link #operand} puts them together. */
    public final Bits tokens;

    public final Bits weight = in(bits(8));
    public final Bool load = in(bool());
    public final Bool multiply = in(bool());
    public final List<SInt> products = list(TOKENS, token -> out(sint(16)));

    protected ProductPair(ProcessingElement pe) {
        tokens = in(bits(operandBits(pe)));
    }

    public static ProductPair of(ProcessingElement pe) {
        return switch (pe) {
            case PACKED -> new PackedProductPair();
            case PLAIN -> new PlainProductPair();
        };
    }

    static int operandBits(ProcessingElement pe) {
        return switch (pe) {
            case PACKED -> PackedProductPair.OPERAND_BITS;
            case PLAIN -> 8 * TOKENS;
        };
    }

    /** Token codes as a pair takes them; one such operand serves every output. */
    public static Bits operand(ProcessingElement pe, List<Bits> codes) {
        return switch (pe) {
            case PACKED -> PackedProductPair.operand(codes);
            case PLAIN -> pack(codes);
        };
    }
}
