// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.matmul;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import java.util.Optional;
import org.p2vit.hw.config.ProcessingElement;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.quant.spec.NumericContract;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.SInt;

/**
 * The products of two tokens, of 8 bits with or without sign, with one int8 weight, exact for all values. Two stages: operands, enabled by {@code load}, and
 * products, enabled by {@code multiply}. Weights of 4 bits count 16 times their code, numeric contract §2. A scalable pair also makes the products of two tokens with two such weights, when {@code int4}
 * comes with the operands: those of the second weight come after those of the first, as sixteenths, and mean nothing otherwise. The tokens are int8 then.
 */
public abstract class ProductPair extends HwModule {
    public static final int TOKENS = 2;
    public static final int STAGES = 2;
    /** Of a token: int8 and uint8 both fit, and so does 255 · −128 a product of 16 bits. */
    static final int TOKEN_BITS = 9;

    static final int WIDE_PRODUCT_BITS = 16;
    static final int NARROW_PRODUCT_BITS = 12;

    /** Two tokens as {@link #operand} puts them together. */
    public final Bits tokens;

    /** Weight as {@link #weightOperand} makes it. */
    public final Bits weight;

    /** Only in scalable pairs. */
    public final Optional<Bool> int4;

    public final Bool load = in(bool());
    public final Bool multiply = in(bool());
    public final List<SInt> products;

    protected ProductPair(ProcessingElement pe) {
        boolean scalable = pe.int4Tiles() > 1;
        tokens = in(bits(operandBits(pe)));
        weight = in(bits(weightBits(pe)));
        int4 = optional(scalable, () -> in(bool()));
        products = list(TOKENS * pe.int4Tiles(), i -> out(sint(i < TOKENS ? WIDE_PRODUCT_BITS : NARROW_PRODUCT_BITS)));
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
            case PLAIN -> TOKEN_BITS * TOKENS;
            case SCALABLE -> ScalableProductPair.OPERAND_BITS;
        };
    }

    static int weightBits(ProcessingElement pe) {
        return pe == ProcessingElement.SCALABLE ? ScalableProductPair.WEIGHT_BITS : 8;
    }

    /**
     * A byte of the weight buffer as a pair takes it; one such operand serves every token.
     *
     * @param int4 whether it holds two weights of 4 bits
     * @param high the one of the two for pairs that take one; scalable ones take both
     */
    public static Bits weightOperand(ProcessingElement pe, Bits weight, Bool int4, Optional<Bool> high) {
        if (pe == ProcessingElement.SCALABLE) {
            return ScalableProductPair.weightOperand(weight, int4);
        }
        Bits half = mux(high.orElseThrow(), slice(weight, 7, 4), slice(weight, 3, 0));
        return mux(int4, cat(half, bits(NumericContract.INT4_SHIFT, 0)), weight);
    }

    /**
     * Token codes as a pair takes them; one such operand serves every output.
     *
     * @param unsigned whether the codes are uint8, if they ever are
     */
    public static Bits operand(ProcessingElement pe, List<Bits> codes, Optional<Bool> unsigned) {
        List<Bits> tokens = codes.stream().map(code -> extended(code, unsigned)).toList();
        return switch (pe) {
            case PACKED -> PackedProductPair.operand(tokens);
            case PLAIN -> pack(tokens);
            case SCALABLE -> ScalableProductPair.operand(tokens);
        };
    }

    private static Bits extended(Bits code, Optional<Bool> unsigned) {
        return cat(unsigned.map(unset -> and(msb(code), not(unset))).orElseGet(() -> msb(code)), code);
    }

    /** {@code a1 * 2^shift + a0}. */
    protected static Bits packed(List<Bits> codes, int shift) {
        SInt low = resize(asSInt(codes.get(0)), shift);
        // A negative a0 takes one from the bits above it.
        SInt high = sub(asSInt(codes.get(1)), asSInt(resize(asBits(msb(low)), TOKEN_BITS)));
        return cat(high, low);
    }
}
