// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.matmul;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import java.util.Optional;
import org.p2vit.hw.config.ProcessingElement;
import org.p2vit.hw.dsl.HwModule;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.SInt;

/**
 * The products of two tokens, of 8 bits with or without sign, with one int8 weight, exact for all values. Two stages: operands, enabled by {@code load}, and
 * products, enabled by {@code multiply}. Weights of 4 bits count 16 times their code, numeric contract §2. A scalable pair also makes the products of two tokens with two such weights, when {@code int4}
 * comes with the operands: those of the second weight come after those of the first, as sixteenths, and mean nothing otherwise. The tokens are int8 then.
 */
public abstract class ProductPair extends HwModule {
    public static final int STAGES = 2;
    static final int WIDE_PRODUCT_BITS = 16;
    static final int NARROW_PRODUCT_BITS = 12;

    /** Two tokens as {@link Operands#ofTokens} puts them together. */
    public final Bits tokens;

    /** Weight as {@link Operands#ofWeight} makes it. */
    public final Bits weight;

    /** Only in scalable pairs. */
    public final Optional<Bool> int4;

    public final Bool load = in(bool());
    public final Bool multiply = in(bool());
    public final List<SInt> products;

    protected ProductPair(ProcessingElement pe) {
        boolean scalable = pe.int4Tiles() > 1;
        tokens = in(bits(Operands.tokenBits(pe)));
        weight = in(bits(Operands.weightBits(pe)));
        int4 = optional(scalable, () -> in(bool()));
        products = list(
                Operands.TOKENS * pe.int4Tiles(),
                i -> out(sint(i < Operands.TOKENS ? WIDE_PRODUCT_BITS : NARROW_PRODUCT_BITS)));
    }

    public static ProductPair of(ProcessingElement pe) {
        return switch (pe) {
            case PACKED -> new PackedProductPair();
            case PLAIN -> new PlainProductPair();
            case SCALABLE -> new ScalableProductPair();
            case CASCADE -> throw new IllegalArgumentException("a cascade has chains, no pairs");
        };
    }
}
