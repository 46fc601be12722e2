// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.matmul;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.port.AccumulatorRows;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.SInt;

/**
 * One output of two token rows: each cycle, two dot products of {@code word} int8 with the same weights, added to an
 * accumulator each. The weights are common so that one wide multiplier can later make both products.
 *
 * <p>Stages: operands, products, adder tree (two levels a stage), accumulators. Stage i is enabled by {@code advance[i]},
 * the valid bit of the step that is in it; {@code first}, beside the last of them, makes the accumulators start anew. The
 * sums are complete in the cycle after the last step's last stage and stay until the next step gets there. No
 * saturation: the contract (§2) bounds the sums.
 */
final class DotProductPair extends HwModule {
    static final int TOKENS = 2;

    private static final int LEVELS_PER_STAGE = 2;

    public final List<Bits> tokens;
    public final Bits weights;
    public final List<Bool> advance;
    public final Bool first = in(bool());
    public final List<SInt> sums;
    private final List<Bits> tokenOperands;
    private final Bits weightOperands;

    DotProductPair(int word) {
        tokens = list(TOKENS, token -> in(bits(8 * word)));
        weights = in(bits(8 * word));
        advance = list(stages(word), stage -> in(bool()));
        sums = list(TOKENS, token -> out(reg(sint(AccumulatorRows.BITS))));
        tokenOperands = list(TOKENS, token -> regNextWhen(tokens.get(token), advance.get(0)));
        weightOperands = regNextWhen(weights, advance.get(0));
        for (int token = 0; token < TOKENS; token++) {
            accumulate(token);
        }
    }

    /** Clock cycles from operands to sums. */
    static int stages(int word) {
        int levels = indexWidth(word);
        return 3 + (levels + LEVELS_PER_STAGE - 1) / LEVELS_PER_STAGE;
    }

    private void accumulate(int token) {
        String name = "token_" + token;
        List<Bits> a = words(tokenOperands.get(token), 8);
        List<Bits> w = words(weightOperands, 8);
        List<SInt> terms = new ArrayList<>();
        for (int k = 0; k < a.size(); k++) {
            SInt product = regNextWhen(mul(asSInt(a.get(k)), asSInt(w.get(k))), advance.get(1));
            terms.add(named(name + "_product_" + k, product));
        }
        for (int stage = 2; terms.size() > 1; stage++) {
            List<SInt> added = terms;
            for (int level = 0; level < LEVELS_PER_STAGE && added.size() > 1; level++) {
                added = addPairs(added);
            }
            terms = new ArrayList<>();
            for (int i = 0; i < added.size(); i++) {
                SInt term = regNextWhen(added.get(i), advance.get(stage));
                terms.add(named(name + "_stage_" + stage + "_" + i, term));
            }
        }
        SInt sum = sums.get(token);
        SInt step = resize(terms.get(0), width(sum));
        when(advance.get(advance.size() - 1), () -> assign(sum, add(mux(first, 0, sum), step)));
    }

    private static List<SInt> addPairs(List<SInt> terms) {
        return list(terms.size() / 2, i -> addExpand(terms.get(2 * i), terms.get(2 * i + 1)));
    }
}
