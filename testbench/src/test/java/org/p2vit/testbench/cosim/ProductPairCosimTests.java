// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2vit.hw.config.ProcessingElement;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.unit.matmul.ProductPair;
import org.p2vit.testbench.verilator.Model;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/** The multipliers' two products, for every value of both tokens and the weight. */
@Tag("cosim")
class ProductPairCosimTests {
    private static final long SEED = 3;
    private static final int CASES = 1 << 24;

    /** A pair with its operands made as in the array. */
    private static final class Pair extends HwModule {
        private final ProductPair pair;
        public final List<Bits> codes = list(ProductPair.TOKENS, token -> in(bits(8)));
        public final Bits weight = in(bits(8));
        public final Bool advance = in(bool());
        public final List<SInt> products = list(ProductPair.TOKENS, token -> out(sint(16)));

        Pair(ProcessingElement pe) {
            pair = inst(ProductPair.of(pe));
            assign(pair.tokens, ProductPair.operand(pe, codes));
            assign(pair.weight, weight);
            assign(pair.load, advance);
            assign(pair.multiply, advance);
            for (int token = 0; token < ProductPair.TOKENS; token++) {
                assign(products.get(token), pair.products.get(token));
            }
        }
    }

    /** Counts through all operands and compares with products that are made alone; {@code fault} spoils those. */
    private static final class AllOperands extends HwModule {
        private final Pair pair;
        public final Bool fault = in(bool());
        public final UInt checked = out(reg(uint(32), 0));
        public final UInt wrong = out(reg(uint(32), 0));
        private final UInt operands = reg(uint(24), 0);
        private final Bool valid;

        AllOperands(ProcessingElement pe) {
            pair = inst(new Pair(pe));
            assign(operands, add(operands, 1));
            List<Bits> codes = words(asBits(operands), 8);
            assign(pair.codes.get(0), codes.get(0));
            assign(pair.codes.get(1), codes.get(1));
            assign(pair.weight, codes.get(2));
            assign(pair.advance, true);
            valid = delay("valid", bool(true), ProductPair.STAGES, false);
            Bits before = delay("before", asBits(operands), ProductPair.STAGES);
            SInt weight = asSInt(word(before, 2, 8));
            Bool low = ne(pair.products.get(0), mul(asSInt(word(before, 0, 8)), weight));
            Bool high = ne(pair.products.get(1), mul(asSInt(word(before, 1, 8)), weight));
            when(valid, () -> assign(checked, add(checked, 1)));
            when(and(valid, or(low, high, fault)), () -> assign(wrong, add(wrong, 1)));
        }
    }

    @ParameterizedTest
    @EnumSource
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
    @EnumSource
    void extremeProductsAreThoseOfJava(ProcessingElement pe) {
        byte[] extremes = {-128, -127, -1, 0, 1, 126, 127};
        try (Model model = VerilatedUnit.open("Pair_" + pe, SEED, () -> new Pair(pe))) {
            model.set("advance", 1);
            for (byte low : extremes) {
                for (byte high : extremes) {
                    for (byte weight : extremes) {
                        model.set("codes_0", low);
                        model.set("codes_1", high);
                        model.set("weight", weight);
                        model.step(ProductPair.STAGES + 1);
                        assertThat(List.of(
                                        model.getSigned(model.pin("products_0")),
                                        model.getSigned(model.pin("products_1"))))
                                .as("%d and %d times %d", low, high, weight)
                                .containsExactly((long) low * weight, (long) high * weight);
                    }
                }
            }
        }
    }
}
