// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.matmul;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.config.ProcessingElement;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.port.AccumulatorRows;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.SInt;

/**
 * T x W accumulators of W products a cycle. While {@code valid}, a step: word k of T token rows and of W weight rows;
 * {@code first} and {@code last} mark the steps of an output tile, {@code narrow} says that a weight is a half of its
 * byte, {@code high} which. {@code done} is true for the one cycle in which
 * {@code rows} holds a finished output tile, {@link #latency} cycles after its last step. It never waits.
 *
 * <p>Both operands are registered before they spread to the multipliers, which register them again.
 */
final class MacArray extends HwModule {
    public final List<Bits> tokens;
    public final List<Bits> weights;
    public final Bool valid = in(bool());
    public final Bool first = in(bool());
    public final Bool last = in(bool());
    public final Bool narrow = in(bool());
    public final Bool high = in(bool());
    public final List<Bits> rows;
    public final Bool done = out(bool());
    private final List<Bits> operands;
    private final Bool firstOperand = regNext(first);
    private final List<TokenPair> pairs;

    MacArray(int tokenTile, int word, ProcessingElement pe) {
        tokens = list(tokenTile, row -> in(bits(8 * word)));
        weights = list(word, output -> in(bits(8 * word)));
        rows = list(tokenTile, row -> out(bits(AccumulatorRows.BITS * word)));
        operands = list(word, output -> regNextWhen(decode(weights.get(output)), valid));
        pairs = list(tokenTile / ProductPair.TOKENS, pair -> inst(new TokenPair(word, pe)));
        for (int row = 0; row < tokenTile; row++) {
            TokenPair pair = pairs.get(row / ProductPair.TOKENS);
            int token = row % ProductPair.TOKENS;
            assign(pair.tokens.get(token), tokens.get(row));
            assign(rows.get(row), pair.rows.get(token));
        }
        for (TokenPair pair : pairs) {
            assign(pair.valid, valid);
            assign(pair.first, firstOperand);
            for (int output = 0; output < word; output++) {
                assign(pair.weights.get(output), operands.get(output));
            }
        }
        assign(done, delay("done", and(valid, last), latency(word), false));
    }

    /** Codes of 8 bits, whatever the weights have. */
    private Bits decode(Bits weights) {
        return pack(words(weights, 8).stream().map(this::code).toList());
    }

    private Bits code(Bits weight) {
        SInt half = asSInt(mux(high, slice(weight, 7, 4), slice(weight, 3, 0)));
        return mux(narrow, asBits(resize(half, 8)), weight);
    }

    static int latency(int word) {
        return 1 + DotProductPair.stages(word);
    }
}
