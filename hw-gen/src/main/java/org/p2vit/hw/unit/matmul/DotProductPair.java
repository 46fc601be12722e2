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
    static final List<BinaryOperator<SInt>> LEVELS = List.of(DotProductPair::sum, DotProductPair::sumInOffsetBinary);

    /** For each depth lane the two tokens, as {@link Operands#ofTokens} puts them together. */
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

    private final ArrayPipeline pipeline;
    private final List<ProductPair> multipliers;
    private final List<ProductChain> chains;

    DotProductPair(ArrayPipeline pipeline) {
        this.pipeline = pipeline;
        ProcessingElement pe = pipeline.pe();
        int word = pipeline.word();
        tokens = list(word, k -> in(bits(Operands.tokenBits(pe))));
        boolean scalable = pe.int4Tiles() > 1;
        weights = in(bits(Operands.weightBits(pe) * word));
        advance = list(pipeline.stages(), stage -> in(bool()));
        int4 = optional(scalable, () -> in(bool()));
        advanceInt4 = list(scalable ? pipeline.stages() - pipeline.termStages() : 0, stage -> in(bool()));
        sums = list(Operands.TOKENS * pe.int4Tiles(), token -> out(sint(AccumulatorRows.BITS)));
        boolean cascade = pipeline.cascade();
        chains = list(cascade ? pipeline.terms() : 0, i -> inst(new ProductChain()));
        multipliers = list(cascade ? 0 : word, k -> inst(ProductPair.of(pe)));
        connectChains();
        connectMultipliers();
        List<List<SInt>> terms = cascade
                ? chains.stream().map(chain -> chain.sums).toList()
                : multipliers.stream().map(pair -> pair.products).toList();
        for (int token = 0; token < Operands.TOKENS; token++) {
            assign(
                    sums.get(token),
                    accumulator(terms, token, 0, advance.subList(pipeline.termStages(), advance.size())));
        }
        for (int token = Operands.TOKENS; token < sums.size(); token++) {
            int shift = NumericContract.INT4_SHIFT;
            assign(sums.get(token), shl(accumulator(terms, token, shift, advanceInt4), shift));
        }
    }

    private void connectMultipliers() {
        for (int k = 0; k < multipliers.size(); k++) {
            ProductPair pair = multipliers.get(k);
            assign(pair.tokens, tokens.get(k));
            assign(pair.weight, word(weights, k, width(pair.weight)));
            assign(pair.load, advance.get(0));
            assign(pair.multiply, advance.get(1));
            int4.ifPresent(signal -> assign(pair.int4.orElseThrow(), signal));
        }
    }

    private void connectChains() {
        for (int i = 0; i < chains.size(); i++) {
            ProductChain chain = chains.get(i);
            for (int stage = 0; stage < chain.advance.size(); stage++) {
                assign(chain.advance.get(stage), advance.get(stage));
            }
            for (int link = 0; link < ProductChain.LINKS; link++) {
                int lane = link * chains.size() + i;
                assign(chain.tokens.get(link), tokens.get(lane));
                assign(chain.weights.get(link), word(weights, lane, width(chain.weights.get(link))));
            }
        }
    }

    /**
     * @param terms of each token
     * @param shift by which its products lack places
     * @param enables of the stages from the first sums on
     */
    private SInt accumulator(List<List<SInt>> terms, int token, int shift, List<Bool> enables) {
        int begin = pipeline.termStages();
        List<SInt> addends = terms.stream().map(term -> term.get(token)).toList();
        ReductionTree<SInt> tree = named("token_" + token + "_stage", new ReductionTree<>(addends, begin, LEVELS));
        SInt sum = named("sum_" + token, reg(sint(AccumulatorRows.BITS - shift)));
        SInt step = resize(tree.result(stage -> enables.get(stage - begin)), width(sum));
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
