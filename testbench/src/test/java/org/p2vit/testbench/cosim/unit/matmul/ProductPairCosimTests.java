// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.unit.matmul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2vit.hw.config.ProcessingElement;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.unit.matmul.Operands;
import org.p2vit.hw.unit.matmul.ProductPair;
import org.p2vit.testbench.cosim.bench.VerilatedUnit;
import org.p2vit.testbench.verilator.Model;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/** The multipliers' two products, for every value of both tokens, with sign and without, and the weight. */
@Tag("cosim")
class ProductPairCosimTests {
    private static final long SEED = 3;
    /** Both tokens, the weight, whether it holds two of 4 bits, and whether the tokens have no sign. */
    private static final int OPERAND_BITS = 26;

    private static final int CASES = 1 << OPERAND_BITS;

    /** A pair with its operands made as in the array. */
    private static final class Pair extends HwModule {
        private final ProductPair pair;
        public final List<Bits> codes = list(Operands.TOKENS, token -> in(bits(8)));
        public final Bits weight = in(bits(8));
        public final Bool isUnsigned = in(bool());
        public final Bool int4 = in(bool());
        public final Bool high = in(bool());
        public final Bool advance = in(bool());
        public final List<SInt> products;

        Pair(ProcessingElement pe) {
            pair = inst(ProductPair.of(pe));
            assign(pair.tokens, Operands.ofTokens(pe, codes, Optional.of(isUnsigned)));
            assign(pair.weight, Operands.ofWeight(pe, weight, int4, Optional.of(high)));
            pair.int4.ifPresent(both -> assign(both, int4));
            assign(pair.load, advance);
            assign(pair.multiply, advance);
            products = list(pair.products.size(), i -> out(like(pair.products.get(i))));
            for (int i = 0; i < products.size(); i++) {
                assign(products.get(i), pair.products.get(i));
            }
        }
    }

    /**
     * Counts through all operands, the kind of weights changing nearly every cycle, and compares with products that are made alone;
     * {@code fault} spoils those.
     */
    private static final class AllOperands extends HwModule {
        private final Pair pair;
        public final Bool fault = in(bool());
        public final UInt checked = out(reg(uint(32), 0));
        public final UInt wrong = out(reg(uint(32), 0));
        private final UInt operands = reg(uint(OPERAND_BITS), 0);
        private final Bool valid;

        AllOperands(ProcessingElement pe) {
            pair = inst(new Pair(pe));
            assign(operands, add(operands, 1));
            Bits now = asBits(operands);
            assign(pair.codes.get(0), word(now, 0, 8));
            assign(pair.codes.get(1), word(now, 1, 8));
            assign(pair.weight, word(now, 2, 8));
            assign(pair.isUnsigned, unsigned(now));
            assign(pair.int4, int4(now));
            assign(pair.high, bit(now, 4));
            assign(pair.advance, true);
            valid = delay("valid", bool(true), ProductPair.STAGES, false);
            Bits before = delay("before", now, ProductPair.STAGES);
            when(valid, () -> assign(checked, add(checked, 1)));
            when(and(valid, or(spoilt(before), fault)), () -> assign(wrong, add(wrong, 1)));
        }

        private static Bool int4(Bits operands) {
            return and(xor(bit(operands, OPERAND_BITS - 2), bit(operands, 0)), not(unsigned(operands)));
        }

        private static Bool unsigned(Bits operands) {
            return xor(bit(operands, OPERAND_BITS - 1), bit(operands, 1));
        }

        private Bool spoilt(Bits before) {
            Bits low = slice(before, 19, 16);
            Bits high = slice(before, 23, 20);
            boolean both = pair.products.size() > Operands.TOKENS;
            Bits half = both ? low : mux(bit(before, 4), high, low);
            // A weight of 4 bits counts 16 times; the products of the second come without that.
            SInt first = asSInt(mux(int4(before), cat(half, bits(4, 0)), word(before, 2, 8)));
            SInt other = resize(asSInt(high), 8);
            Bool spoilt = bool(false);
            for (int i = 0; i < pair.products.size(); i++) {
                boolean second = i >= Operands.TOKENS;
                Bits code = word(before, i % Operands.TOKENS, 8);
                SInt token = asSInt(cat(and(msb(code), not(unsigned(before))), code));
                SInt exact = mul(token, second ? other : first);
                Bool differs = ne(resize(pair.products.get(i), width(exact)), exact);
                spoilt = or(spoilt, and(differs, second ? int4(before) : bool(true)));
            }
            return spoilt;
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CASCADE")
    void everyProductOfEveryValueIsExact(ProcessingElement pe) {
        try (Model model = VerilatedUnit.open("AllOperands_" + pe, SEED, () -> new AllOperands(pe))) {
            model.step(CASES + 10);
            assertThat(model.get("checked")).isGreaterThanOrEqualTo(CASES);
            assertThat(model.get("wrong")).as("wrong pairs of products").isZero();
            model.set("fault", 1);
            model.step(10);
            assertThat(model.get("wrong")).as("counted when spoilt").isGreaterThan(5);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CASCADE")
    void extremeProductsAreThoseOfJava(ProcessingElement pe) {
        byte[] extremes = {-128, -127, -1, 0, 1, 126, 127};
        try (Model model = VerilatedUnit.open("Pair_" + pe, SEED, () -> new Pair(pe))) {
            model.set("advance", 1);
            model.set("int4", 0);
            model.set("high", 0);
            for (byte low : extremes) {
                for (byte high : extremes) {
                    for (byte weight : extremes) {
                        model.set("codes_0", low);
                        model.set("codes_1", high);
                        model.set("weight", weight);
                        for (boolean unsigned : new boolean[] {false, true}) {
                            model.set("isUnsigned", unsigned ? 1 : 0);
                            model.step(ProductPair.STAGES + 1);
                            assertThat(List.of(
                                            model.getSigned(model.pin("products_0")),
                                            model.getSigned(model.pin("products_1"))))
                                    .as("%d and %d times %d, without sign: %s", low, high, weight, unsigned)
                                    .containsExactly(token(low, unsigned) * weight, token(high, unsigned) * weight);
                        }
                    }
                }
            }
        }
    }

    private static long token(byte code, boolean unsigned) {
        return unsigned ? Byte.toUnsignedLong(code) : code;
    }
}
