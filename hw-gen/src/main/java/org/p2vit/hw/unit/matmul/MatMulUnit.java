// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.matmul;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import java.util.Optional;
import org.p2vit.hw.cell.CreditCounter;
import org.p2vit.hw.cell.ValidPipeline;
import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.config.ProcessingElement;
import org.p2vit.hw.control.CommandFrontEnd;
import org.p2vit.hw.control.CommandPrefetch;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.AccumulatorRows;
import org.p2vit.hw.port.BlockWord;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.port.ReadPort;
import org.p2vit.hw.port.SemaphorePort;
import org.p2vit.hw.program.MatMulCommand;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * MATMUL: {@code acc[t,o] = sum over k of a[t,k] * w[o,k]}, numeric contract §2 (and §4 with K rows as weights).
 *
 * <p>Reads a word of T token rows and of W weight rows a cycle, in the loop of architecture §3.2 (weights of 8 or, by the
 * command, of 4 bits; tokens with or, by the command, without sign, or in blocks that are brought to the exponent of their row, §6.1), and hands each output tile (T x W sums) to REQUANT as T/R row groups in order. Depth is what the contract allows, up to 4096.
 *
 * <p>Throughput: one step (T*W*W multiply-accumulates) a cycle, without a gap between output tiles, tiles whose token is
 * there, and commands (the next must be waiting when the last tile of this one begins, and that tile have 3 steps). An
 * output tile is issued only when the queue has room for it, so a slow REQUANT stops the issue, never the
 * array. Latency from issue to {@code accumulators}: see {@link #latency}.
 *
 * <p>Scalable elements make two output tiles with 4-bit weights in the steps of one: T*2W*W multiply-accumulates a cycle.
 *
 * <p>It does not add bias, round, or know which rows are wanted: all T rows of a tile are computed and handed on. Tile and
 * end signals mean that the buffers have been read, not that results are out.
 */
public final class MatMulUnit extends HwModule {
    /** Output tiles (pairs of them, where they are made together) in flight between issue and read-out: room for the array's latency and for pauses of REQUANT. */
    public static final int ACCUMULATOR_SLOTS = 16;

    /** Cycles from the issue of a step to the last of its reads: weights are read when the activations are at their row's exponent. */
    public static final int READ_CYCLES = RowAligner.LATENCY;

    /** Cycles from a step to its operands at the array. */
    private static final int OPERANDS = ReadPort.LATENCY + RowAligner.LATENCY;

    public final HwStream<CommandWord> command = slave(stream(CommandWord::new));
    public final SemaphorePort semaphore = master(new SemaphorePort());
    /** Words of T rows, as {@link BlockWord#ACTIVATION} says. */
    public final ReadPort activations;
    /** What the rows' exponents are, where they have some. */
    public final ReadPort exponents;

    public final ReadPort weights;
    public final HwStream<AccumulatorRows> accumulators;

    /** A step was issued. */
    public final Bool busy = out(reg(bool(), false));

    /** There is a command, and no step was issued. */
    public final Bool stall = out(reg(bool(), false));

    /** Simulation only: the row groups as they leave, {@code tapData} R x W int32, lane 0 and output 0 lowest. */
    public final Bool tapValid = simPublic(reg(bool(), false));

    public final Bits tapData;

    private final CommandFrontEnd frontEnd = inst(new CommandFrontEnd());
    private final CommandPrefetch prefetch = inst(new CommandPrefetch());
    private final StepSequencer sequencer;
    private final List<RowAligner> aligners;
    private final MacArray macs;
    private final AccumulatorQueue queue;
    private final CreditCounter slots = CreditCounter.taken(ACCUMULATOR_SLOTS);

    /**
     * @param tokenTile T, even
     * @param word W, a power of two
     * @param lanes R, divides T
     * @param pe what a multiplier makes
     * @param attention decides whether tokens can be uint8
     */
    public MatMulUnit(int tokenTile, int word, int lanes, ProcessingElement pe, AttentionKind attention) {
        check(tokenTile % Operands.TOKENS == 0, "token tile " + tokenTile + " is odd; rows are computed in pairs");
        check(Integer.bitCount(word) == 1, "word " + word + " is not a power of two");
        check(tokenTile % lanes == 0, lanes + " lanes do not divide a token tile of " + tokenTile);
        activations = master(new ReadPort(tokenTile, BlockWord.ACTIVATION.bits(word)));
        exponents = master(new ReadPort(tokenTile, BlockWord.EXPONENT_BITS));
        weights = master(new ReadPort(word, 8 * word));
        accumulators = master(stream(() -> new AccumulatorRows(lanes, word)));
        tapData = simPublic(reg(bits(32 * word * lanes)));
        ArrayPipeline pipeline = new ArrayPipeline(word, pe);
        boolean unsigned = MatMulCommand.UNSIGNED.knownTo(attention);
        sequencer = inst(new StepSequencer(pe.int4Tiles() > 1, unsigned));
        aligners = list(tokenTile, row -> inst(new RowAligner(word)));
        macs = inst(new MacArray(tokenTile, pipeline, unsigned));
        queue = inst(new AccumulatorQueue(tokenTile, word, lanes, pe.int4Tiles()));

        connectControl();
        connectRows(pipeline);
        connectData();
        assign(busy, sequencer.issue);
        assign(stall, and(frontEnd.occupied, not(sequencer.issue)));
        tap();
    }

    /** Cycles from the read of an output tile's last step to its first row group. */
    public static int latency(int word, ProcessingElement pe) {
        return OPERANDS + new ArrayPipeline(word, pe).latency() + 2; // into the queue, out of it
    }

    private void connectControl() {
        command.to(frontEnd.command);
        frontEnd.semaphore.to(semaphore);
        frontEnd.start.to(prefetch.start);
        prefetch.upcoming.to(sequencer.command);
        assign(frontEnd.tiles, frontEnd.start.payload.get(MatMulCommand.TILES));
        assign(prefetch.mayFetch, sequencer.mayFetch);
        assign(sequencer.tileReady, frontEnd.tileReady);
        assign(frontEnd.tileTake, sequencer.tileTake);
        assign(frontEnd.tileDone, delay("tileDone", sequencer.tileDone, READ_CYCLES, false));
        assign(frontEnd.commandDone, delay("commandDone", sequencer.commandDone, READ_CYCLES, false));

        assign(sequencer.slotFree, slots.room());
        slots.count(sequencer.slotTake, queue.freed);
    }

    /** Activations, at the exponents of their rows, which travel on to the sums. */
    private void connectRows(ArrayPipeline pipeline) {
        assign(activations.enable, sequencer.step);
        assign(activations.address, sequencer.stepA);
        assign(exponents.enable, and(sequencer.step, sequencer.stepRows));
        assign(exponents.address, sequencer.stepE);
        ValidPipeline valid = named("rows", new ValidPipeline(sequencer.step, OPERANDS - 1));
        Bool withExponents = delay("withExponents", sequencer.stepRows, ReadPort.LATENCY);
        for (int row = 0; row < aligners.size(); row++) {
            RowAligner aligner = aligners.get(row);
            UInt exponent = named("exponent_" + row, mux(withExponents, asUInt(exponents.data.get(row)), 0));
            assign(aligner.word, activations.data.get(row));
            assign(aligner.exponent, exponent);
            valid.copy("rows_row_" + row).enable(aligner.advance, ReadPort.LATENCY);
            assign(macs.tokens.get(row), aligner.codes);
            assign(
                    queue.exponents.get(row),
                    delay("rowExponent_" + row, exponent, RowAligner.LATENCY + pipeline.latency()));
        }
        assign(macs.soon, valid.at(OPERANDS - 1));
    }

    private void connectData() {
        assign(weights.enable, delay("weights", sequencer.step, READ_CYCLES, false));
        assign(weights.address, delay("weightAddress", sequencer.stepB, READ_CYCLES));
        assign(macs.first, delay("first", sequencer.stepFirst, OPERANDS));
        assign(macs.last, delay("last", sequencer.stepLast, OPERANDS));
        assign(macs.int4, delay("int4", sequencer.stepInt4, OPERANDS));
        macs.isUnsigned.ifPresent(unsigned -> carry(unsigned, "tokensUnsigned", sequencer.stepUnsigned));
        macs.pair.ifPresent(pair -> carry(pair, "pair", sequencer.stepPair));
        macs.donePair.ifPresent(pair -> assign(queue.pushPair.orElseThrow(), pair));
        macs.high.ifPresent(high -> carry(high, "high", sequencer.stepHigh));
        assignAll(macs.weights, weights.data);
        assign(queue.push, macs.done);
        assignAll(queue.rows, macs.rows);
        queue.pop.to(accumulators);
    }

    /** Gives the array, with the words that are read, what only some arrays have. */
    private static void carry(Bool target, String name, Optional<Bool> ofStep) {
        assign(target, delay(name, ofStep.orElseThrow(), OPERANDS));
    }

    private static void assignAll(List<Bits> targets, List<Bits> values) {
        for (int i = 0; i < targets.size(); i++) {
            assign(targets.get(i), values.get(i));
        }
    }

    private void tap() {
        List<Bits> numbers = accumulators.payload.rows.stream()
                .flatMap(row -> words(row, AccumulatorRows.BITS).stream())
                .map(number -> asBits(resize(asSInt(number), 32)))
                .toList();
        assign(tapValid, accumulators.fire());
        when(accumulators.fire(), () -> assign(tapData, pack(numbers)));
    }
}
