// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.matmul;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
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
 * outputs, and the valid bits that enable their stages, a set for each output.
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

    TokenPair(ArrayPipeline pipeline, boolean takesUnsigned) {
        int word = pipeline.word();
        ProcessingElement pe = pipeline.pe();
        isUnsigned = optional(takesUnsigned, () -> in(bool()));
        tokens = list(Operands.TOKENS, token -> in(bits(8 * word)));
        weights = list(word, output -> in(bits(Operands.weightBits(pe) * word)));
        int4 = optional(pe.int4Tiles() > 1, () -> in(bool()));
        rows = list(Operands.TOKENS * pe.int4Tiles(), token -> out(bits(AccumulatorRows.BITS * word)));
        ValidPipeline advance = named("step", new ValidPipeline(valid, 0));
        operands = operands(pipeline, advance);
        outputs = list(word, output -> inst(new DotProductPair(pipeline)));
        int last = pipeline.stages() - 1;
        Optional<ValidPipeline> advanceInt4 =
                int4.map(signal -> named("int4", new ValidPipeline(and(advance.at(1), signal), 0)));
        // Enabled registers, not a shift register, whose output would be too slow for all accumulators.
        Bool firstLate = advance.hold("first", first, 1, last);
        for (int output = 0; output < word; output++) {
            DotProductPair dot = outputs.get(output);
            assign(dot.weights, weights.get(output));
            assign(dot.first, named("first_" + last + "_" + output, apart(advance.hold(firstLate, last))));
            for (int k = 0; k < word; k++) {
                assign(dot.tokens.get(k), operands.get(k));
            }
            advance.copy("step_output_" + output).enable(dot.advance, 1);
            int4.ifPresent(signal -> assign(dot.int4.orElseThrow(), signal));
            String name = "int4_" + output;
            advanceInt4.ifPresent(stages -> stages.copy(name).enable(dot.advanceInt4, pipeline.termStages()));
        }
        for (int token = 0; token < rows.size(); token++) {
            int row = token;
            assign(
                    rows.get(row),
                    pack(outputs.stream().map(dot -> dot.sums.get(row)).toList()));
        }
    }

    /** Of each depth lane, those of later links of a chain held until their turn. */
    private List<Bits> operands(ArrayPipeline pipeline, ValidPipeline advance) {
        int lanes = pipeline.terms();
        List<Bits> made = new ArrayList<>();
        for (int late = 0; late <= pipeline.skew(); late++) {
            int turn = late;
            List<Bits> codes = list(Operands.TOKENS, token -> {
                Bits now = word(tokens.get(token), turn, 8 * lanes);
                return advance.hold("codes_" + token + "_" + turn, now, 0, turn);
            });
            Optional<Bool> unsigned = isUnsigned.map(signal -> advance.hold("unsigned_" + turn, signal, 0, turn));
            made.addAll(list(lanes, lane -> {
                List<Bits> pair =
                        codes.stream().map(code -> word(code, lane, 8)).toList();
                return advance.hold(Operands.ofTokens(pipeline.pe(), pair, unsigned), turn);
            }));
        }
        return made;
    }
}
