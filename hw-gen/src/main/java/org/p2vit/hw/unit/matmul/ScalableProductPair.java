// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.matmul;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.config.ProcessingElement;
import org.p2vit.hw.dsl.HwArea;
import org.p2vit.quant.spec.NumericContract;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * Two products of 8 by 8 bits or four of 8 by 4 bits from one multiplier of 27 x 18 bits, the kind changing from cycle to cycle:
 * {@code (a1 * 2^18 + a0) * w} or {@code (a1 * 2^18 + a0) * (w1 * 2^9 + w0)}.
 *
 * <p>Four products of 12 bits stand 9 bits apart, so each overlaps the three lowest bits of the next. Those are made apart, a look-up
 * table a bit, and subtracted in the block's own adder, which leaves disjoint fields: all of {@code a0 * w0}, and the others without their three
 * lowest bits. The same addition lifts the lower fields above zero, so none borrows from the next: {@code doc/units/matmul.md} has the ranges.
 */
final class ScalableProductPair extends ProductPair {
    private static final int FIELD = 9;
    private static final int SHIFT = 2 * FIELD;
    /** Low bits of a product that its lower neighbour overlaps. */
    private static final int OVERLAP = 3;
    /** What is added to every field in units of its lower neighbour's overlap: lifts that neighbour by half its range. */
    private static final int LIFT = 1 << OVERLAP - 1;

    private static final int PACKED_TOKENS = SHIFT + Operands.TOKEN_BITS;
    private static final int PACKED_WEIGHTS = FIELD + 5;
    private static final int SUM_BITS = 3 * FIELD + NARROW_PRODUCT_BITS;
    static final int OPERAND_BITS = PACKED_TOKENS + OVERLAP;
    static final int WEIGHT_BITS = PACKED_WEIGHTS + OVERLAP;

    private final Bits tokenOperand = regNextWhen(slice(tokens, PACKED_TOKENS - 1, 0), load);
    private final Bits weightOperand = regNextWhen(slice(weight, PACKED_WEIGHTS - 1, 0), load);
    private final Bool int4Operand = regNextWhen(int4.orElseThrow(), load);
    private final Bool int4Product = regNextWhen(int4Operand, multiply);
    private final Overlap second;
    private final Overlap third;
    private final Overlap fourth;
    private final SInt sum;

    /** The low bits of one product, beside the operands and beside the products. */
    private final class Overlap extends HwArea {
        final UInt operand = reg(uint(OVERLAP));
        final UInt product = regNextWhen(operand, multiply);

        Overlap(Bits token, Bits weight) {
            Bits low = lowBits(token, weight);
            // With wide weights nothing overlaps: nothing is subtracted and nothing lifted.
            when(load, () -> assign(operand, mux(int4.orElseThrow(), asUInt(low), LIFT)));
        }
    }

    ScalableProductPair() {
        super(ProcessingElement.SCALABLE);
        Bits token0 = slice(tokens, OVERLAP - 1, 0);
        Bits token1 = slice(tokens, OPERAND_BITS - 1, PACKED_TOKENS);
        Bits weight0 = slice(weight, OVERLAP - 1, 0);
        Bits weight1 = slice(weight, WEIGHT_BITS - 1, PACKED_WEIGHTS);
        second = new Overlap(token0, weight1);
        third = new Overlap(token1, weight0);
        fourth = new Overlap(token1, weight1);

        SInt product = mul(asSInt(tokenOperand), asSInt(weightOperand));
        sum = regNextWhen(add(resize(product, SUM_BITS), correction()), multiply);
        unpack();
    }

    /** The bits that differ between kinds of weights: {@code w1 * 2^9 + w0}, or {@code w}; and the low bits of {@code w1}. */
    static Bits weightOperand(Bits weight, Bool int4) {
        SInt low = asSInt(slice(weight, 3, 0));
        SInt high = asSInt(slice(weight, 7, 4));
        // A negative w0 takes one from the bits above it.
        SInt borrowed =
                sub(resize(high, PACKED_WEIGHTS - FIELD), asSInt(resize(asBits(msb(low)), PACKED_WEIGHTS - FIELD)));
        Bits packed = cat(borrowed, resize(low, FIELD));
        return cat(slice(weight, 6, 4), mux(int4, packed, asBits(resize(asSInt(weight), PACKED_WEIGHTS))));
    }

    static Bits operand(List<Bits> codes) {
        return cat(slice(codes.get(1), OVERLAP - 1, 0), Operands.packed(codes, SHIFT));
    }

    /** Product of the three lowest bits, modulo 8: a function of six bits each. */
    private static Bits lowBits(Bits a, Bits b) {
        Bool middle = and(bit(a, 1), bit(b, 0));
        Bool other = and(bit(a, 0), bit(b, 1));
        Bool carried = and(middle, other);
        Bool top =
                xor(xor(and(bit(a, 2), bit(b, 0)), and(bit(a, 1), bit(b, 1))), xor(and(bit(a, 0), bit(b, 2)), carried));
        return cat(top, xor(middle, other), and(bit(a, 0), bit(b, 0)));
    }

    /** {@code (LIFT - low bits)} in each of the three upper fields; for wide weights half the range of {@code a0 * w}. */
    private SInt correction() {
        Bits first = field(second.operand, bool(false));
        Bits next = field(third.operand, msb(first));
        Bits last = field(fourth.operand, msb(next));
        Bits guarded = cat(or(msb(first), not(int4Operand)), slice(first, FIELD - 2, 0));
        return resize(asSInt(cat(last, next, guarded, bits(FIELD, 0))), SUM_BITS);
    }

    /** {@code LIFT - low - borrow}, sign-extended to a field. */
    private static Bits field(UInt low, Bool borrow) {
        List<Bits> values = list(2 << OVERLAP, i -> asBits(sint(FIELD, LIFT - i % (1 << OVERLAP) - (i >> OVERLAP))));
        return muxByIndex(values, asUInt(cat(borrow, low)));
    }

    private void unpack() {
        Bits all = asBits(sum);
        Bits low = cat(not(bit(all, top(0))), slice(all, top(0) - 1, 0));
        Bits last = cat(bit(all, top(3)), upper(all, 3), fourth.product);
        choose(0, low, slice(all, WIDE_PRODUCT_BITS - 1, 0));
        choose(
                1,
                cat(not(bit(all, top(2))), upper(all, 2), third.product),
                slice(all, SHIFT + WIDE_PRODUCT_BITS - 1, SHIFT));
        assign(products.get(2), asSInt(cat(not(bit(all, top(1))), upper(all, 1), second.product)));
        assign(products.get(3), asSInt(last));
    }

    /** Highest bit of a field. */
    private static int top(int index) {
        return FIELD * index + NARROW_PRODUCT_BITS - 1;
    }

    /** Bits of a field between its highest and those that overlapped. */
    private static Bits upper(Bits all, int index) {
        return slice(all, top(index) - 1, FIELD * index + OVERLAP);
    }

    private void choose(int index, Bits int4Code, Bits wideCode) {
        SInt int4Value = asSInt(cat(int4Code, bits(NumericContract.INT4_SHIFT, 0)));
        assign(products.get(index), mux(int4Product, int4Value, asSInt(wideCode)));
    }
}
