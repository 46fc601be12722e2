// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.matmul;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.port.AccumulatorRows;
import spinal.core.Bits;
import spinal.core.Bool;

/**
 * Two token rows of the array: a {@link DotProductPair} for each of W outputs, and the valid bits that enable their
 * stages (a set for each pair of rows keeps the enables local). {@code rows} are the accumulators as in
 * {@link AccumulatorRows}.
 */
final class TokenPair extends HwModule {
    public final List<Bits> tokens;
    public final List<Bits> weights;
    public final Bool valid = in(bool());
    public final Bool first = in(bool());
    public final List<Bits> rows;
    private final List<DotProductPair> outputs;

    TokenPair(int word) {
        tokens = list(DotProductPair.TOKENS, token -> in(bits(8 * word)));
        weights = list(word, output -> in(bits(8 * word)));
        rows = list(DotProductPair.TOKENS, token -> out(bits(AccumulatorRows.BITS * word)));
        outputs = list(word, output -> inst(new DotProductPair(word)));
        List<Bool> advance = new ArrayList<>(List.of(valid));
        for (int stage = 1; stage < DotProductPair.stages(word); stage++) {
            advance.add(named("valid_" + stage, regNext(advance.get(stage - 1), false)));
        }
        Bool firstAtSum = delay("first", first, advance.size() - 1);
        for (int output = 0; output < word; output++) {
            DotProductPair dot = outputs.get(output);
            assign(dot.weights, weights.get(output));
            assign(dot.first, firstAtSum);
            for (int token = 0; token < tokens.size(); token++) {
                assign(dot.tokens.get(token), tokens.get(token));
            }
            for (int stage = 0; stage < advance.size(); stage++) {
                assign(dot.advance.get(stage), advance.get(stage));
            }
        }
        for (int token = 0; token < rows.size(); token++) {
            int row = token;
            assign(
                    rows.get(row),
                    pack(outputs.stream().map(dot -> dot.sums.get(row)).toList()));
        }
    }
}
