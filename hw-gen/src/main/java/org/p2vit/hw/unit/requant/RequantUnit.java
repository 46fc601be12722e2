// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.cell.ValidPipeline;
import org.p2vit.hw.control.CommandFrontEnd;
import org.p2vit.hw.control.CommandPrefetch;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.AccumulatorRows;
import org.p2vit.hw.port.BankWrite;
import org.p2vit.hw.port.BlockWord;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.port.GroupReadPort;
import org.p2vit.hw.port.LogitRows;
import org.p2vit.hw.port.ReadPort;
import org.p2vit.hw.port.SemaphorePort;
import org.p2vit.hw.program.RequantCommand.Destination;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * REQUANT: from accumulators to codes (numeric contract §2, §4, §5.2, §6) or int32 logits (§8), and to their place.
 *
 * <p>Takes the row groups of MATMUL in the loop of architecture §3.2, reads each output's parameters and the residual, and
 * writes R words a cycle to ACT, VAL ({@code write} with {@code toAct}, {@code toVal}; {@code exponentWrite} with {@code toExponents} for what goes through GELU), RES ({@code streamWrite} with {@code toRes}), to WGT as K rows or across its
 * banks as V^T ({@code keyWrite} with {@code toWgt} or {@code toColumns}), to SOFTMAX ({@code logits}) or one int32 row to OUT. VAL is for attention by
 * shifts; V^T and the divisors of rows are for attention on the multipliers.
 *
 * <p>Throughput: one row group a cycle while accumulators come, without a gap between output tiles, tiles whose token is
 * there and commands that wait in time. Latency from {@code accumulators} to the write: {@link #latency} cycles, always; so
 * nothing after the entry waits, and the write and read ports must have the highest priority ({@code residual.ready}
 * is not looked at). A tile for SOFTMAX starts only while {@code softmaxTileFree}.
 *
 * <p>A tile is signalled in the cycle of its last write. Rows outside the command's range are never written; SOFTMAX is
 * given them and knows its rows itself.
 */
public final class RequantUnit<V extends RequantValues> extends HwModule {
    /** The cycle in which what a row is divided by is there. */
    static final int DIVISOR = 1 + ReadPort.LATENCY;

    /** Cycles from taking a row group to its write. */
    private final int latency;
    /** The cycle of the lanes' first stage, in which parameters and residual are there. */
    private final int data;

    public final HwStream<CommandWord> command = slave(stream(CommandWord::new));
    public final SemaphorePort semaphore = master(new SemaphorePort());
    public final HwStream<AccumulatorRows> accumulators;
    public final ReadPort parameters;
    public final GroupReadPort residual;
    /** What is done for A·V. */
    public final V values;

    public final BankWrite write;
    public final BankWrite streamWrite;
    public final BankWrite exponentWrite;
    /** Exponents of rows are raised, or are the first. */
    public final Bool toExponents = out(reg(bool(), false));

    public final Bool firstExponents = out(reg(bool()));
    public final Bool toAct = out(reg(bool(), false));
    public final Bool toRes = out(reg(bool(), false));
    public final BankWrite keyWrite;
    public final Bool toWgt = out(reg(bool(), false));
    public final LogitRows logits;
    public final Bool softmaxTileFree = in(bool());
    public final Bool softmaxTileStart = out(bool());
    public final Bool outValid = out(reg(bool(), false));
    public final UInt outAddress = out(reg(uint(16)));
    public final Bits outData;

    /** A row group was taken. */
    public final Bool busy = out(reg(bool(), false));

    /** There is a command, and no row group was taken. */
    public final Bool stall = out(reg(bool(), false));

    /** Simulation only: every group of codes with the rows inside the range, and every int32 row. */
    public final Bool tapValid = simPublic(reg(bool(), false));

    public final Bits tapMask;
    public final Bits tapData;
    /** Of groups whose words have exponents, these, a byte each. */
    public final Bool tapExponentsValid = simPublic(reg(bool(), false));

    public final Bits tapExponents;
    public final Bool tapOutValid = simPublic(reg(bool(), false));
    public final Bits tapOutData;

    private final CommandFrontEnd frontEnd = inst(new CommandFrontEnd());
    private final CommandPrefetch prefetch = inst(new CommandPrefetch());
    private final RequantSequencer sequencer;
    private final RequantParameters outputParameters;
    /** In the stages of their use. */
    private final GeluIndex geluIndex = reg(new GeluIndex());

    private final List<RequantRow> rows;
    /** Begins with a row group that is taken. */
    private final ValidPipeline valid;

    /** The row group taken n cycles ago is described by item n - 1. */
    private final List<RequantStep> steps;

    /** The lanes' first stage, where accumulators are needed {@code ahead} of their stage: then parameters have the time that they need anyway. */
    private static int dataCycle(int ahead) {
        return DIVISOR + Math.max(0, ahead - RequantLane.ACCUMULATOR_STAGE);
    }

    /** Cycles from taking a row group to its write, where the accumulators are needed {@code ahead} of their stage. */
    static int latency(int ahead) {
        return dataCycle(ahead) + RequantLane.STAGES;
    }

    /** Cycles from taking a row group to reading its residual, of a unit of this latency. */
    public static int residualCycles(int latency) {
        return latency - RequantLane.STAGES - ReadPort.LATENCY;
    }

    /**
     * @param tokenTile T
     * @param word W
     * @param lanes R, divides T
     * @param maker of the part for A·V
     */
    public RequantUnit(int tokenTile, int word, int lanes, RequantValues.Maker<V> maker) {
        check(tokenTile % lanes == 0, lanes + " lanes do not divide a token tile of " + tokenTile);
        check(word % tokenTile == 0, "token tile " + tokenTile + " does not divide word " + word);
        int groups = tokenTile / lanes;
        int wordBits = 8 * word;
        int exponentBits = BlockWord.EXPONENT_BITS;
        int streamBits = BlockWord.STREAM.bits(word);
        accumulators = slave(stream(() -> new AccumulatorRows(lanes, word)));
        parameters = master(new ReadPort(RequantParameters.BANKS, wordBits));
        residual = master(new GroupReadPort(lanes, groups, streamBits));
        values = maker.make(lanes, groups, word);
        data = dataCycle(values.ahead());
        latency = latency(values.ahead());
        write = out(new BankWrite(lanes, tokenTile, BlockWord.ACTIVATION.bits(word)));
        exponentWrite = out(new BankWrite(lanes, tokenTile, exponentBits));
        streamWrite = out(new BankWrite(lanes, tokenTile, streamBits));
        keyWrite = out(new BankWrite(lanes, word, wordBits));
        logits = out(new LogitRows(lanes, tokenTile, word));
        outData = out(reg(bits(RequantLane.SUM_BITS * word)));
        tapMask = simPublic(reg(bits(lanes)));
        tapData = simPublic(reg(bits(lanes * RequantLane.CODE_BITS * word)));
        tapOutData = simPublic(reg(bits(RequantLane.SUM_BITS * word)));
        tapExponents = simPublic(reg(bits(lanes * BlockWord.blocks(word) * Byte.SIZE)));
        sequencer = inst(new RequantSequencer(tokenTile, word, lanes, values));
        outputParameters = inst(new RequantParameters(word));
        rows = list(lanes, lane -> inst(new RequantRow(word, values::lanes)));

        connectControl(tokenTile);
        valid = named("valid", new ValidPipeline(sequencer.issue, 1));
        steps = valid.carry("step", sequencer.step, 1, latency);
        ask();
        connectRows();
        results();
        wideResult();
        tap();
    }

    private void connectControl(int tokenTile) {
        command.to(frontEnd.command);
        frontEnd.semaphore.to(semaphore);
        frontEnd.start.to(prefetch.start);
        prefetch.upcoming.to(sequencer.command);
        assign(frontEnd.tiles, RequantSequencer.tiles(frontEnd.start.payload, tokenTile));
        assign(prefetch.mayFetch, sequencer.mayFetch);
        assign(sequencer.tileReady, frontEnd.tileReady);
        assign(frontEnd.tileTake, sequencer.tileTake);
        assign(sequencer.softmaxTileFree, softmaxTileFree);
        assign(softmaxTileStart, sequencer.softmaxTileStart);
        assign(sequencer.available, accumulators.valid);
        assign(accumulators.ready, sequencer.take);
        assign(busy, sequencer.issue);
        assign(stall, and(frontEnd.occupied, not(sequencer.issue)));
    }

    private RequantStep step(int cycle) {
        return steps.get(cycle - 1);
    }

    /** Operands, in time for the lanes, and what the last cycle completes. */
    private void ask() {
        int ask = data - ReadPort.LATENCY;
        RequantStep read = step(ask);
        assign(parameters.enable, and(valid.at(ask), not(read.options.immediate)));
        assign(parameters.address, read.parameterAddress);
        assign(residual.valid, and(valid.at(ask), read.options.residual));
        assign(residual.address, read.residualAddress);
        assign(residual.group, read.group);
        values.ask(valid, step(1));
        RequantStep last = step(latency);
        assign(frontEnd.tileDone, and(valid.at(latency), last.tileEnd));
        assign(frontEnd.commandDone, and(valid.at(latency), last.commandEnd));
    }

    private void connectRows() {
        RequantOptions options = step(data).options;
        for (int bank = 0; bank < RequantParameters.BANKS; bank++) {
            assign(outputParameters.group.get(bank), parameters.data.get(bank));
        }
        assign(outputParameters.immediate, options.immediate);
        assign(outputParameters.immediateShift, options.shift);
        int code = data + RequantLane.CODE_STAGE;
        RequantOptions index = step(code + GeluPipe.INDEX_STAGE - 1).options;
        geluIndex.load(index.geluShift, index.to(Destination.RES));
        AccumulatorRows early = delay("early", accumulators.payload, DIVISOR);
        AccumulatorRows taken = delay("taken", early, data + RequantLane.ACCUMULATOR_STAGE - DIVISOR);
        RequantOptions chosen = step(code + GeluPipe.SHIFT_STAGE - 1).options;
        RequantOptions last = step(latency - 1).options;
        // With a reset it is a flip-flop, not the slow end of a shift register in LUTs.
        Bool streamCode = named("streamCode", regNext(step(latency - 2).options.to(Destination.RES), false));
        for (int lane = 0; lane < rows.size(); lane++) {
            RequantRow row = rows.get(lane);
            assign(row.soon, valid.at(data - 1));
            assign(row.accumulators, taken.rows.get(lane));
            assign(row.rowExponent, taken.exponents.get(lane));
            assign(row.residual, residual.data.get(lane));
            assign(row.useResidual, options.residual);
            for (int o = 0; o < row.bias.size(); o++) {
                assign(row.bias.get(o), outputParameters.bias.get(o));
                assign(row.residualShift.get(o), outputParameters.residualShift.get(o));
                assign(row.shift.get(o), outputParameters.shift.get(o));
            }
            values.connect(lane, early, valid, step(data + RequantLane.ACCUMULATOR_STAGE));
            Bool toStream = apart(regNext(step(code - 1).options.to(Destination.RES)));
            assign(row.toStream, named("toStream_" + lane, toStream));
            assign(row.geluIndex, geluIndex);
            assign(row.streamPeak, chosen.to(Destination.RES));
            assign(row.streamCode, streamCode);
            assign(row.piped, last.hasExponents());
        }
    }

    private void results() {
        Bool soon = valid.at(latency - 1);
        RequantStep next = step(latency - 1);
        RequantOptions options = next.options;
        Bool toSoftmax = named("toSoftmax", reg(bool(), false));
        assign(toAct, and(soon, options.to(Destination.ACT)));
        assign(toWgt, and(soon, options.to(Destination.WGT)));
        assign(toRes, and(soon, options.to(Destination.RES)));
        values.deliver(and(soon, options.to(values.destination())));
        assign(toSoftmax, and(soon, options.toSoftmax()));
        assign(toExponents, and(soon, options.gelu));
        assign(firstExponents, and(options.firstOutputs, eq(next.output, 0)));
        RequantStep step = step(latency);
        // A buffer grants by these: with a reset they are flip-flops, not the slow end of a shift register in LUTs.
        Bits banks = named("writeBanks", regNext(BankWrite.banks(next.group, next.mask, write.bankCount), 0));
        Bits keyBanks = named("keyBanks", regNext(BankWrite.banks(next.keyGroup, next.mask, keyWrite.bankCount), 0));
        assign(write.address, step.address);
        assign(write.banks, banks);
        assign(exponentWrite.address, step.exponentAddress);
        assign(exponentWrite.banks, banks);
        assign(streamWrite.address, step.address);
        assign(streamWrite.banks, banks);
        assign(keyWrite.address, step.address);
        assign(keyWrite.banks, keyBanks);
        assign(logits.valid, toSoftmax);
        assign(logits.group, step.group);
        assign(logits.word, step.output);
        for (int lane = 0; lane < rows.size(); lane++) {
            assign(write.data.get(lane), rows.get(lane).activations);
            assign(exponentWrite.data.get(lane), asBits(greatest(rows.get(lane).exponents)));
            assign(streamWrite.data.get(lane), rows.get(lane).streamWord);
            assign(keyWrite.data.get(lane), rows.get(lane).codes);
            assign(logits.data.get(lane), rows.get(lane).codes);
        }
    }

    private static UInt greatest(List<UInt> exponents) {
        return exponents.stream().reduce((a, b) -> mux(gt(a, b), a, b)).orElseThrow();
    }

    /** OUT takes the rounded sums of the one row in range. */
    private void wideResult() {
        int rounded = data + RequantLane.ROUNDED_STAGE + 1;
        RequantStep step = step(rounded);
        Bool taken = and(valid.at(rounded), step.options.to(Destination.OUT), orReduce(step.mask));
        Bits selected = constantLike(outData, 0);
        for (int lane = 0; lane < rows.size(); lane++) {
            selected = or(selected, mux(bit(step.mask, lane), rows.get(lane).rounded, 0));
        }
        Bits row = selected;
        assign(outValid, taken);
        when(taken, () -> {
            assign(outAddress, step.address);
            assign(outData, row);
        });
    }

    private void tap() {
        Bool codes = or(toAct, toWgt, toRes, values.delivered(), logits.valid);
        assign(tapValid, codes);
        when(codes, () -> {
            assign(tapMask, step(latency).mask);
            assign(tapData, pack(rows.stream().map(row -> row.streamCodes).toList()));
        });
        Bool exponents = or(toExponents, toRes);
        assign(tapExponentsValid, exponents);
        when(
                exponents,
                () -> assign(
                        tapExponents,
                        pack(rows.stream()
                                .flatMap(row -> row.exponents.stream())
                                .map(exponent -> resize(exponent, Byte.SIZE))
                                .toList())));
        assign(tapOutValid, outValid);
        when(outValid, () -> assign(tapOutData, outData));
    }
}
