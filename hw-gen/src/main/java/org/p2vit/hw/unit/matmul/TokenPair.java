// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.matmul;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import java.util.Optional;
import org.p2vit.hw.cell.ValidPipeline;
import org.p2vit.hw.config.ProcessingElement;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.port.AccumulatorRows;
import spinal.core.Bits;
import spinal.core.Bool;

/**
 * Two token rows of the array: their operands, registered once for all outputs, a {@link DotProductPair} for each of W
 * outputs, and the valid bits that enable their stages (a set for each pair of rows keeps the enables local).
 * {@code valid} and {@code isUnsigned} come with {@code tokens}; {@code weights}, {@code first} and {@code int4} a cycle after them. {@code rows} are the
 * accumulators as in {@link AccumulatorRows}.
 */
final class TokenPair extends HwModule {
    public final List<Bits> tokens;
    public final List<Bits> weights;
    public final Bool valid = in(bool());
    public final Bool first = in(bool());

    /** Whether {@code tokens} are uint8, where they ever are. */
    public final Optional<Bool> isUnsigned;

    /** Only in scalable arrays. */
    public final Optional<Bool> int4;

    public final List<Bits> rows;
    private final List<Bits> operands;
    private final List<DotProductPair> outputs;

    TokenPair(int word, ProcessingElement pe, boolean takesUnsigned) {
        isUnsigned = optional(takesUnsigned, () -> in(bool()));
        tokens = list(ProductPair.TOKENS, token -> in(bits(8 * word)));
        weights = list(word, output -> in(bits(ProductPair.weightBits(pe) * word)));
        int4 = optional(pe.int4Tiles() > 1, () -> in(bool()));
        rows = list(ProductPair.TOKENS * pe.int4Tiles(), token -> out(bits(AccumulatorRows.BITS * word)));
        operands = list(word, k -> {
            List<Bits> codes = list(ProductPair.TOKENS, token -> word(tokens.get(token), k, 8));
            return regNextWhen(ProductPair.operand(pe, codes, isUnsigned), valid);
        });
        outputs = list(word, output -> inst(new DotProductPair(word, pe)));
        int last = DotProductPair.stages(word) - 1;
        Bool begun = named("valid_0", regNext(valid, false));
        ValidPipeline advance = named("valid", new ValidPipeline(begun, last));
        Optional<ValidPipeline> advanceInt4 =
                int4.map(signal -> named("int4", new ValidPipeline(and(begun, signal), last)));
        Bool firstAtSum = delay("first", first, last);
        for (int output = 0; output < word; output++) {
            DotProductPair dot = outputs.get(output);
            assign(dot.weights, weights.get(output));
            assign(dot.first, firstAtSum);
            for (int k = 0; k < word; k++) {
                assign(dot.tokens.get(k), operands.get(k));
            }
            advance.enable(dot.advance, 0);
            int4.ifPresent(signal -> assign(dot.int4.orElseThrow(), signal));
            advanceInt4.ifPresent(stages -> stages.enable(dot.advanceInt4, ProductPair.STAGES));
        }
        for (int token = 0; token < rows.size(); token++) {
            int row = token;
            assign(
                    rows.get(row),
                    pack(outputs.stream().map(dot -> dot.sums.get(row)).toList()));
        }
    }
}
