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
 * T x W accumulators of W products a cycle. In the cycle after {@code soon}, a step: word k of T token rows and of W weight rows;
 * {@code first} and {@code last} mark the steps of an output tile. With {@code int4} a byte holds two weights; {@code high} says
 * which to take. Scalable elements take both and make two output tiles, the second in the later half of {@code rows}, which {@code done} tells when {@code pair} is true. {@code done} is true for the one cycle in which
 * {@code rows} holds a finished output tile, {@link ArrayPipeline#latency} cycles after its last step. It never waits.
 *
 * <p>Both operands are registered before they spread to the multipliers, which register them again.
 */
final class MacArray extends HwModule {
    public final List<Bits> tokens;
    public final List<Bits> weights;
    public final Bool soon = in(bool());
    public final Bool first = in(bool());
    public final Bool last = in(bool());
    public final Bool int4 = in(bool());
    /** Whether {@code tokens} are uint8, where they ever are. */
    public final Optional<Bool> isUnsigned;

    /** Not in scalable arrays. */
    public final Optional<Bool> high;

    /** Only in scalable arrays: both output tiles are wanted. */
    public final Optional<Bool> pair;

    public final List<Bits> rows;
    public final Bool done = out(bool());

    /** Only in scalable arrays: beside {@code done}, whether there are two output tiles. */
    public final Optional<Bool> donePair;

    private final List<Bits> operands;
    private final Bool firstOperand = regNext(first);
    private final Optional<Bool> int4Operand;
    private final List<TokenPair> pairs;

    MacArray(int tokenTile, ArrayPipeline pipeline, boolean takesUnsigned) {
        int word = pipeline.word();
        ProcessingElement pe = pipeline.pe();
        isUnsigned = optional(takesUnsigned, () -> in(bool()));
        boolean scalable = pe.int4Tiles() > 1;
        high = optional(!scalable, () -> in(bool()));
        pair = optional(scalable, () -> in(bool()));
        donePair = optional(scalable, () -> out(bool()));
        int4Operand = optional(scalable, () -> regNext(int4));
        tokens = list(tokenTile, row -> in(bits(8 * word)));
        weights = list(word, output -> in(bits(8 * word)));
        rows = list(tokenTile * pe.int4Tiles(), row -> out(bits(AccumulatorRows.BITS * word)));
        ValidPipeline step = named("step", new ValidPipeline(soon, 1));
        operands = list(word, output -> operand(pipeline, step, output));
        pairs = list(tokenTile / Operands.TOKENS, pair -> inst(new TokenPair(pipeline, takesUnsigned)));
        for (int row = 0; row < rows.size(); row++) {
            TokenPair tokenPair = pairs.get(row % tokenTile / Operands.TOKENS);
            int token = row % Operands.TOKENS;
            assign(rows.get(row), tokenPair.rows.get(row / tokenTile * Operands.TOKENS + token));
            if (row < tokenTile) {
                assign(tokenPair.tokens.get(token), tokens.get(row));
            }
        }
        for (int pair = 0; pair < pairs.size(); pair++) {
            TokenPair tokenPair = pairs.get(pair);
            assign(tokenPair.valid, step.copy("step_pair_" + pair).at(1));
            assign(tokenPair.first, firstOperand);
            int4Operand.ifPresent(operand -> assign(tokenPair.int4.orElseThrow(), operand));
            isUnsigned.ifPresent(unsigned -> assign(tokenPair.isUnsigned.orElseThrow(), unsigned));
            for (int output = 0; output < word; output++) {
                assign(tokenPair.weights.get(output), operands.get(output));
            }
        }
        assign(done, delay("done", and(step.at(1), last), pipeline.latency(), false));
        donePair.ifPresent(both -> assign(both, delay("donePair", pair.orElseThrow(), pipeline.latency())));
    }

    /** Weights as elements take them, those of later links of a chain held until their turn. */
    private Bits operand(ArrayPipeline pipeline, ValidPipeline step, int output) {
        int lanes = pipeline.terms();
        ValidPipeline mine = step.copy("step_output_" + output);
        List<Bits> turns = list(pipeline.skew() + 1, late -> {
            Bits bytes = word(weights.get(output), late, 8 * lanes);
            List<Bits> decoded = words(bytes, 8).stream()
                    .map(weight -> Operands.ofWeight(pipeline.pe(), weight, int4, high))
                    .toList();
            return mine.hold("weights_" + output + "_" + late, pack(decoded), 1, late + 2);
        });
        return pack(turns);
    }
}
