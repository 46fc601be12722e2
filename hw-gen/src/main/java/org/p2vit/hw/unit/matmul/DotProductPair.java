// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.matmul;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.p2vit.hw.cell.ReductionTree;
import org.p2vit.hw.config.ProcessingElement;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.port.AccumulatorRows;
import org.p2vit.quant.spec.NumericContract;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * One output of two token rows: each cycle, two dot products of {@code word} int8 with the same weights, added to an
 * accumulator each. Made of scalable elements, it makes another output of the two rows from the other halves of 4-bit weights.
 *
 * <p>Stages: operands, products, adder tree (two levels a stage), accumulators. Stage i is enabled by {@code advance[i]},
 * the valid bit of the step that is in it; {@code first}, beside the last of them, makes the accumulators start anew. The
 * sums are complete in the cycle after the last step's last stage and stay until the next step gets there. No
 * saturation: the contract (§2) bounds the sums.
 */
final class DotProductPair extends HwModule {
    /** Of the adder tree, in a stage. */
    private static final List<BinaryOperator<SInt>> LEVELS =
            List.of(DotProductPair::sum, DotProductPair::sumInOffsetBinary);

    /** For each depth lane the two tokens, as {@link ProductPair#operand} puts them together. */
    public final List<Bits> tokens;

    public final Bits weights;
    public final List<Bool> advance;
    public final Bool first = in(bool());

    /** Only in scalable arrays: beside the operands, the weights have 4 bits. */
    public final Optional<Bool> int4;

    /** Only in scalable arrays: {@code advance} from the first sums on, where the weights have 4 bits. */
    public final List<Bool> advanceInt4;

    /** Of the two tokens, in scalable arrays then of the other output. */
    public final List<SInt> sums;

    private final List<ProductPair> multipliers;

    DotProductPair(int word, ProcessingElement pe) {
        tokens = list(word, k -> in(bits(ProductPair.operandBits(pe))));
        boolean scalable = pe.int4Tiles() > 1;
        weights = in(bits(ProductPair.weightBits(pe) * word));
        advance = list(stages(word), stage -> in(bool()));
        int4 = optional(scalable, () -> in(bool()));
        advanceInt4 = list(scalable ? stages(word) - ProductPair.STAGES : 0, stage -> in(bool()));
        sums = list(ProductPair.TOKENS * pe.int4Tiles(), token -> out(sint(AccumulatorRows.BITS)));
        multipliers = list(word, k -> inst(ProductPair.of(pe)));
        for (int k = 0; k < word; k++) {
            ProductPair pair = multipliers.get(k);
            assign(pair.tokens, tokens.get(k));
            assign(pair.weight, word(weights, k, ProductPair.weightBits(pe)));
            assign(pair.load, advance.get(0));
            assign(pair.multiply, advance.get(1));
            int4.ifPresent(signal -> assign(pair.int4.orElseThrow(), signal));
        }
        for (int token = 0; token < ProductPair.TOKENS; token++) {
            assign(sums.get(token), accumulator(token, 0, advance.subList(ProductPair.STAGES, advance.size())));
        }
        for (int token = ProductPair.TOKENS; token < sums.size(); token++) {
            int shift = NumericContract.INT4_SHIFT;
            assign(sums.get(token), shl(accumulator(token, shift, advanceInt4), shift));
        }
    }

    /** Clock cycles from operands to sums. */
    static int stages(int word) {
        return ProductPair.STAGES + ReductionTree.stages(word, LEVELS.size()) + 1;
    }

    /**
     * @param shift by which its products lack places
     * @param enables of the stages from the first sums on
     */
    private SInt accumulator(int token, int shift, List<Bool> enables) {
        List<SInt> products =
                list(multipliers.size(), k -> multipliers.get(k).products.get(token));
        ReductionTree<SInt> tree =
                named("token_" + token + "_stage", new ReductionTree<>(products, ProductPair.STAGES, LEVELS));
        SInt sum = named("sum_" + token, reg(sint(AccumulatorRows.BITS - shift)));
        SInt step = resize(tree.result(stage -> enables.get(stage - ProductPair.STAGES)), width(sum));
        when(enables.get(enables.size() - 1), () -> assign(sum, add(mux(first, 0, sum), step)));
        return sum;
    }

    private static SInt sum(SInt a, SInt b) {
        return addExpand(a, b);
    }

    /**
     * The same sum of a + 2^(n−1) and b + 2^(n−1). Behind another adder this keeps the two apart: synthesis would make one sum of four
     * terms, whose compressors take a third more look-up tables than two carry chains.
     */
    private static SInt sumInOffsetBinary(SInt a, SInt b) {
        return asSInt(invertHighest(asBits(addExpand(offset(a), offset(b)))));
    }

    private static UInt offset(SInt a) {
        return asUInt(invertHighest(asBits(a)));
    }

    private static Bits invertHighest(Bits a) {
        int highest = width(a) - 1;
        return cat(not(bit(a, highest)), slice(a, highest - 1, 0));
    }
}
