// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.matmul;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import java.util.Optional;
import org.p2vit.hw.config.ProcessingElement;
import org.p2vit.quant.spec.NumericContract;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.SInt;

/** Tokens and weights as the multipliers of each kind of element take them. */
public final class Operands {
    /** Rows whose products share a weight. */
    public static final int TOKENS = 2;
    /** Of a token: int8 and uint8 both fit, and so does 255 · −128 a product of 16 bits. */
    static final int TOKEN_BITS = 9;

    private Operands() {}

    /** Of the tokens of a multiplier, together. */
    static int tokenBits(ProcessingElement pe) {
        return switch (pe) {
            case PACKED -> PackedProductPair.OPERAND_BITS;
            case PLAIN -> TOKEN_BITS * TOKENS;
            case SCALABLE -> ScalableProductPair.OPERAND_BITS;
            case CASCADE -> ProductChain.OPERAND_BITS;
        };
    }

    static int weightBits(ProcessingElement pe) {
        return pe == ProcessingElement.SCALABLE ? ScalableProductPair.WEIGHT_BITS : 8;
    }

    /**
     * A byte of the weight buffer; one such operand serves every token.
     *
     * @param int4 whether it holds two weights of 4 bits
     * @param high the one of the two for elements that take one; scalable ones take both
     */
    public static Bits ofWeight(ProcessingElement pe, Bits weight, Bool int4, Optional<Bool> high) {
        if (pe == ProcessingElement.SCALABLE) {
            return ScalableProductPair.weightOperand(weight, int4);
        }
        Bits half = mux(high.orElseThrow(), slice(weight, 7, 4), slice(weight, 3, 0));
        return mux(int4, cat(half, bits(NumericContract.INT4_SHIFT, 0)), weight);
    }

    /**
     * Codes of the two tokens; one such operand serves every output.
     *
     * @param unsigned whether the codes are uint8, if they ever are
     */
    public static Bits ofTokens(ProcessingElement pe, List<Bits> codes, Optional<Bool> unsigned) {
        List<Bits> tokens = codes.stream().map(code -> extended(code, unsigned)).toList();
        return switch (pe) {
            case PACKED -> packed(tokens, PackedProductPair.SHIFT);
            case PLAIN -> pack(tokens);
            case SCALABLE -> ScalableProductPair.operand(tokens);
            case CASCADE -> packed(tokens, ProductChain.SHIFT);
        };
    }

    private static Bits extended(Bits code, Optional<Bool> unsigned) {
        return cat(unsigned.map(unset -> and(msb(code), not(unset))).orElseGet(() -> msb(code)), code);
    }

    /** {@code a1 * 2^shift + a0}. */
    static Bits packed(List<Bits> tokens, int shift) {
        SInt low = resize(asSInt(tokens.get(0)), shift);
        // A negative a0 takes one from the bits above it.
        SInt high = sub(asSInt(tokens.get(1)), asSInt(resize(asBits(msb(low)), TOKEN_BITS)));
        return cat(high, low);
    }
}
