// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import java.util.function.IntFunction;
import org.p2vit.hw.cell.ValidPipeline;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.port.AccumulatorRows;
import org.p2vit.hw.port.BlockWord;
import org.p2vit.quant.spec.NumericContract;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/** The {@link RequantLane}s of one token row: W outputs a cycle. Signals are the lanes', output 0 lowest. */
final class RequantRow extends HwModule {
    /** Lanes that share valid bits. */
    static final int PART = 4;

    /** A number is in the first stage in the next cycle. */
    public final Bool soon = in(bool());

    public final Bits accumulators;
    /** A word of RES. */
    public final Bits residual;

    public final Bool useResidual = in(bool());
    public final List<Bits> bias;
    public final List<UInt> residualShift;
    public final List<UInt> shift;
    private final RowLanes lanes;
    public final Bool toStream = in(bool());
    /** {@code toStream} where exponents are chosen, and of the code. */
    public final Bool streamPeak = in(bool());

    public final Bool streamCode = in(bool());
    public final Bool piped = in(bool());
    public final GeluIndex geluIndex = in(new GeluIndex());
    public final UInt rowExponent = in(uint(BlockWord.EXPONENT_BITS));
    public final Bits rounded;
    /** As they lie in ACT. */
    public final Bits activations;
    /** As they lie in RES. */
    public final Bits streamWord;
    /** Of 8 bits, and of those of the residual stream. */
    public final Bits codes;

    public final Bits streamCodes;
    /** Of the blocks, with the codes. */
    public final List<UInt> exponents;

    /** The same in the stage that shifts by them, and by how much it shifts. */
    private final List<UInt> blockExponents;

    private final List<UInt> distances;

    private final List<RequantLane> outputs;
    private final ValidPipeline advance;

    /** @param make makes the lanes, called once */
    RequantRow(int word, IntFunction<? extends RowLanes> make) {
        accumulators = in(bits(AccumulatorRows.BITS * word));
        residual = in(bits(BlockWord.STREAM.bits(word)));
        bias = list(word, o -> in(bits(RequantLane.SUM_BITS)));
        residualShift = list(word, o -> in(uint(RequantLane.RESIDUAL_SHIFT_BITS)));
        shift = list(word, o -> in(uint(5)));
        lanes = make.apply(word);
        int blocks = BlockWord.blocks(word);
        exponents = list(blocks, block -> out(reg(uint(BlockWord.EXPONENT_BITS))));
        blockExponents = list(blocks, block -> reg(uint(BlockWord.EXPONENT_BITS)));
        distances = list(blocks, block -> reg(uint(GeluPipe.DISTANCE_BITS)));
        activations = out(bits(BlockWord.ACTIVATION.bits(word)));
        rounded = out(bits(RequantLane.SUM_BITS * word));
        codes = out(bits(8 * word));
        streamCodes = out(bits(RequantLane.CODE_BITS * word));
        streamWord = out(bits(BlockWord.STREAM.bits(word)));
        outputs = list(word, o -> lanes.add());
        advance = named("advance", new ValidPipeline(soon, 0));
        List<ValidPipeline> parts = list(word / PART, part -> advance.copy("advance_" + part));
        Bits added = named("added", mux(useResidual, residual, 0));
        for (int o = 0; o < word; o++) {
            RequantLane lane = outputs.get(o);
            parts.get(o / PART).enable(lane.advance, 1);
            assign(lane.accumulator, asSInt(word(accumulators, o, AccumulatorRows.BITS)));
            assign(lane.residual, asSInt(word(BlockWord.STREAM.codes(added, word), o, RequantLane.CODE_BITS)));
            assign(lane.residualExponent, BlockWord.STREAM.exponent(added, word, o));
            assign(lane.bias, asSInt(bias.get(o)));
            assign(lane.residualShift, residualShift.get(o));
            assign(lane.shift, shift.get(o));
            lanes.connect(o);
            assign(lane.toStream, toStream);
            assign(lane.streamCode, streamCode);
            assign(lane.piped, piped);
            assign(lane.geluIndex, geluIndex);
            assign(lane.rowExponent, rowExponent);
            assign(lane.blockDistance, distances.get(o / NumericContract.EXPONENT_BLOCK));
        }
        for (int block = 0; block < blocks; block++) {
            chooseExponent(block);
        }
        assign(
                rounded,
                pack(outputs.stream()
                        .map(lane -> resize(lane.rounded, RequantLane.SUM_BITS))
                        .toList()));
        assign(codes, pack(outputs.stream().map(lane -> slice(lane.code, 7, 0)).toList()));
        assign(activations, cat(pack(exponents), codes));
        assign(streamCodes, pack(outputs.stream().map(lane -> lane.code).toList()));
        assign(streamWord, cat(pack(exponents), streamCodes));
    }

    /** The least that serves all of a block, contract §2.2, §6; 0 where words have no exponents. */
    private void chooseExponent(int block) {
        int first = block * NumericContract.EXPONENT_BLOCK;
        Bits peaks = outputs.get(first).peak;
        for (int o = 1; o < NumericContract.EXPONENT_BLOCK; o++) {
            peaks = or(peaks, outputs.get(first + o).peak);
        }
        Bits peak = named("peak_" + block, peaks);
        UInt needed = uint(BlockWord.EXPONENT_BITS, 0);
        UInt shift = distance(0);
        for (int n = 0; n < GeluPipe.PEAK_BITS; n++) {
            needed = mux(bit(peak, n), uint(BlockWord.EXPONENT_BITS, n + 1), needed);
            shift = mux(bit(peak, n), distance(n + 1), shift);
        }
        UInt least = needed;
        UInt distance = shift;
        int chosen = RequantLane.CODE_STAGE + GeluPipe.SHIFT_STAGE - 1;
        when(inStage(chosen), () -> {
            assign(blockExponents.get(block), least);
            assign(distances.get(block), distance);
        });
        UInt shifted = named("shiftedExponent_" + block, regNextWhen(blockExponents.get(block), inStage(chosen + 1)));
        when(inStage(RequantLane.STAGES - 1), () -> assign(exponents.get(block), mux(piped, shifted, 0)));
    }

    private Bool inStage(int stage) {
        return advance.at(1 + stage);
    }

    private UInt distance(int exponent) {
        return mux(streamPeak, uint(GeluPipe.DISTANCE_BITS, exponent), uint(GeluPipe.DISTANCE_BITS, exponent + 1));
    }
}
