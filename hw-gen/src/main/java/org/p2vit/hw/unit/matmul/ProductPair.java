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
 * products, enabled by {@code multiply}. A scalable pair also makes the products of two tokens with two weights of 4 bits, when {@code narrow}
 * comes with the operands: those of the second weight come after those of the first, and mean nothing otherwise.
 */
public abstract class ProductPair extends HwModule {
    public static final int TOKENS = 2;
    public static final int STAGES = 2;
    static final int WIDE_PRODUCT_BITS = 16;
    static final int NARROW_PRODUCT_BITS = 12;

    /** Two tokens as {@link #operand} puts them together. */
    public final Bits tokens;

    /** Weight as {@link #weightOperand} makes it. */
    public final Bits weight;

    /** Only in scalable pairs. */
    public final Bool narrow;

    public final Bool load = in(bool());
    public final Bool multiply = in(bool());
    public final List<SInt> products;

    protected ProductPair(ProcessingElement pe) {
        boolean scalable = pe.narrowTiles() > 1;
        tokens = in(bits(operandBits(pe)));
        weight = in(bits(weightBits(pe)));
        narrow = scalable ? in(bool()) : null;
        products =
                list(TOKENS * pe.narrowTiles(), i -> out(sint(i < TOKENS ? WIDE_PRODUCT_BITS : NARROW_PRODUCT_BITS)));
    }

    public static ProductPair of(ProcessingElement pe) {
        return switch (pe) {
            case PACKED -> new PackedProductPair();
            case PLAIN -> new PlainProductPair();
            case SCALABLE -> new ScalableProductPair();
        };
    }

    static int operandBits(ProcessingElement pe) {
        return switch (pe) {
            case PACKED -> PackedProductPair.OPERAND_BITS;
            case PLAIN -> 8 * TOKENS;
            case SCALABLE -> ScalableProductPair.OPERAND_BITS;
        };
    }

    static int weightBits(ProcessingElement pe) {
        return pe == ProcessingElement.SCALABLE ? ScalableProductPair.WEIGHT_BITS : 8;
    }

    /**
     * A byte of the weight buffer as a pair takes it; one such operand serves every token.
     *
     * @param narrow whether it holds two weights of 4 bits
     * @param high the one of the two for pairs that take one; null for scalable ones, which take both
     */
    public static Bits weightOperand(ProcessingElement pe, Bits weight, Bool narrow, Bool high) {
        if (pe == ProcessingElement.SCALABLE) {
            return ScalableProductPair.weightOperand(weight, narrow);
        }
        SInt half = asSInt(mux(high, slice(weight, 7, 4), slice(weight, 3, 0)));
        return mux(narrow, asBits(resize(half, 8)), weight);
    }

    /** Token codes as a pair takes them; one such operand serves every output. */
    public static Bits operand(ProcessingElement pe, List<Bits> codes) {
        return switch (pe) {
            case PACKED -> PackedProductPair.operand(codes);
            case PLAIN -> pack(codes);
            case SCALABLE -> ScalableProductPair.operand(codes);
        };
    }

    /** {@code a1 * 2^shift + a0}. */
    protected static Bits packed(List<Bits> codes, int shift) {
        SInt low = resize(asSInt(codes.get(0)), shift);
        // A negative a0 takes one from the bits above it.
        SInt high = sub(resize(asSInt(codes.get(1)), 9), asSInt(resize(asBits(msb(low)), 9)));
        return cat(high, low);
    }
}
