// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.top;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.p2vit.hw.buffer.BufferTable;
import org.p2vit.hw.bus.Burst;
import org.p2vit.hw.bus.ReadBeat;
import org.p2vit.hw.bus.WriteBeat;
import org.p2vit.hw.cell.StreamRegister;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.control.Dispatcher;
import org.p2vit.hw.control.EngineControl;
import org.p2vit.hw.control.SemaphoreBank;
import org.p2vit.hw.dma.LoadUnit;
import org.p2vit.hw.dma.ProgramFetch;
import org.p2vit.hw.dma.ProgramSequence;
import org.p2vit.hw.dma.ReadArbiter;
import org.p2vit.hw.dma.StoreUnit;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.BankWrite;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.port.GroupWrite;
import org.p2vit.hw.program.Buffer;
import org.p2vit.hw.program.LoadCommand.Destination;
import org.p2vit.hw.program.MachineLimits;
import org.p2vit.hw.program.Unit;
import org.p2vit.hw.register.ErrorCode;
import org.p2vit.hw.unit.matmul.MatMulUnit;
import org.p2vit.hw.unit.norm.LayerNormUnit;
import org.p2vit.hw.unit.requant.RequantUnit;
import org.p2vit.hw.unit.softmax.SoftmaxUnit;
import org.p2vit.quant.spec.NumericContract;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * Everything that works on a program: units, buffers, dispatch and DMA, connected as architecture §2 draws it. No logic of its own
 * but the gathering of status.
 */
public final class Engine extends HwModule {
    public final EngineControl control = slave(new EngineControl());
    public final HwStream<Burst> readBurst;
    public final HwStream<ReadBeat> readBeat;
    public final HwStream<Burst> writeBurst;
    public final HwStream<WriteBeat> writeBeat;
    public final Bool responseValid = in(bool());
    public final Bool responseError = in(bool());
    private final Buffers buffers;
    private final LoadUnit load;
    private final StoreUnit store;
    private final MatMulUnit matMul;
    private final AttentionPath attention;
    private final RequantUnit<?> requant;
    private final LayerNormUnit norm;
    private final ProgramSequence sequence;
    private final ProgramFetch fetch;
    private final ReadArbiter arbiter;
    private final Dispatcher dispatcher;
    private final SemaphoreBank semaphores;

    public Engine(AcceleratorConfig config) {
        int tokenTile = config.array().tokenTile();
        int word = config.array().word();
        int lanes = config.array().postPipes();
        int addressBits = config.control().addressBits();
        int maxDim = config.limits().maxDim();
        readBurst = master(stream(() -> new Burst(addressBits)));
        readBeat = slave(stream(() -> new ReadBeat(8 * word)));
        writeBurst = master(stream(() -> new Burst(addressBits)));
        writeBeat = master(stream(() -> new WriteBeat(8 * word)));
        BufferTable table = new BufferTable(config);
        buffers = new Buffers(table);
        load = inst(new LoadUnit(
                addressBits,
                word,
                config.control().maxOutstandingReads(),
                Arrays.stream(Destination.values())
                        .map(destination -> table.get(destination.buffer()).banks())
                        .toList()));
        store = inst(new StoreUnit(addressBits, word));
        matMul = inst(new MatMulUnit(tokenTile, word, lanes, config.array().pe(), config.attention()));
        attention = AttentionPath.of(config);
        requant = attention.requant();
        norm = inst(new LayerNormUnit(tokenTile, word, maxDim));
        sequence = inst(new ProgramSequence(addressBits, word));
        fetch = inst(new ProgramFetch(addressBits, word));
        arbiter = inst(new ReadArbiter(addressBits, 8 * word));
        MachineLimits limits = MachineLimits.of(config);
        dispatcher = inst(new Dispatcher(config.control().queueDepth(), limits));
        semaphores = inst(new SemaphoreBank(limits.units().size()));
        connectUnits();
        connectOperands();
        connectWrites();
        attention.connect(buffers);
        connectMemory(addressBits, word);
        report();
    }

    /** In the order of {@link MachineLimits#units}. */
    private List<UnitPorts> units() {
        List<UnitPorts> units = new ArrayList<>(List.of(
                new UnitPorts(Unit.LOAD, load.command, load.semaphore, load.busy, load.stall),
                new UnitPorts(Unit.STORE, store.command, store.semaphore, store.busy, store.stall),
                new UnitPorts(Unit.MATMUL, matMul.command, matMul.semaphore, matMul.busy, matMul.stall)));
        units.addAll(attention.units());
        units.add(new UnitPorts(Unit.NORM, norm.command, norm.semaphore, norm.busy, norm.stall));
        return units;
    }

    private void connectUnits() {
        List<UnitPorts> units = units();
        for (int i = 0; i < units.size(); i++) {
            // A queue is a memory in LUTs; what a unit makes of its next command begins at flip-flops.
            StreamRegister<CommandWord> head =
                    named("head_" + units.get(i).unit(), inst(new StreamRegister<>(CommandWord::new)));
            dispatcher.units.get(i).to(head.push);
            head.pop.to(units.get(i).command());
            units.get(i).semaphore().to(semaphores.units.get(i));
        }
        StreamRegister<CommandWord> program = named("head_program", inst(new StreamRegister<>(CommandWord::new)));
        fetch.command.to(program.push);
        program.pop.to(dispatcher.program);
        matMul.accumulators.to(requant.accumulators);
        SoftmaxUnit softmax = attention.softmax();
        assign(softmax.logits, requant.logits);
        assign(softmax.tileStart, requant.softmaxTileStart);
        assign(requant.softmaxTileFree, softmax.tileFree);
    }

    private void connectOperands() {
        matMul.activations.to(buffers.reader(Buffer.ACT));
        matMul.exponents.to(buffers.reader(Buffer.ROWE));
        matMul.weights.to(buffers.reader(Buffer.WGT));
        requant.parameters.to(buffers.reader(Buffer.RQP));
        requant.residual.to(buffers.reader(Buffer.RES, Unit.REQUANT));
        norm.stream.to(buffers.reader(Buffer.RES, Unit.NORM));
        norm.parameters.to(buffers.reader(Buffer.NRP));
        store.source.to(buffers.reader(Buffer.OUT, Unit.STORE));
    }

    private void connectWrites() {
        buffers.first(Buffer.ACT, requant.toAct, requant.write);
        buffers.first(Buffer.ROWE, requant.toExponents, requant.exponentWrite);
        buffers.fresh(Buffer.ROWE, requant.firstExponents);
        buffers.activations(Unit.NORM, norm.write);
        buffers.first(Buffer.RES, requant.toRes, requant.streamWrite);
        buffers.first(Buffer.WGT, requant.toWgt, requant.keyWrite);
        BankWrite logits = buffers.first(Buffer.OUT, requant.outValid);
        assign(logits.address, requant.outAddress);
        fill(logits.banks);
        for (int bank = 0; bank < BufferTable.LOGIT_BANKS; bank++) {
            assign(logits.data.get(bank), word(requant.outData, bank, logits.wordBits));
        }
        buffers.activations(Unit.LOAD, load.writes.get(Destination.ACT.code()));
        load.writes.get(Destination.WGT.code()).to(buffers.writer(Buffer.WGT, Unit.LOAD));
        storedStream(load.writes.get(Destination.RES.code()), buffers.writer(Buffer.RES, Unit.LOAD));
        load.writes.get(Destination.RQP.code()).to(buffers.writer(Buffer.RQP, Unit.LOAD));
        load.writes.get(Destination.NRP.code()).to(buffers.writer(Buffer.NRP, Unit.LOAD));
    }

    /** Int8 codes of memory to words of the residual stream with exponents of 0, contract §7. */
    private void storedStream(HwStream<GroupWrite> stored, HwStream<GroupWrite> stream) {
        Bits zero = bits(NumericContract.STORED_STREAM_SHIFT, 0);
        stored.to(
                stream,
                (from, to) -> from.to(
                        to,
                        word -> resize(
                                pack(words(word, Byte.SIZE).stream()
                                        .map(code -> cat(code, zero))
                                        .toList()),
                                to.wordBits)));
    }

    private void connectMemory(int addressBits, int wordBytes) {
        load.burst.to(arbiter.bursts.get(0));
        fetch.burst.to(arbiter.bursts.get(1));
        arbiter.beats.get(0).to(load.beat);
        arbiter.beats.get(1).to(fetch.beat);
        arbiter.address.to(readBurst);
        readBeat.to(arbiter.data);
        store.burst.to(writeBurst);
        store.beat.to(writeBeat);
        assign(store.responseValid, responseValid);
        assign(store.responseError, responseError);
        assign(arbiter.halt, not(control.run));
        assign(store.halt, not(control.run));
        assign(dispatcher.halt, not(control.run));
        assign(load.regionBase.get(0), resize(control.model, addressBits));
        // What is left of a word does not count.
        int wordShift = indexWidth(wordBytes);
        assign(load.regionWords.get(0), slice(control.modelSize, addressBits - 1, wordShift));
        assign(load.regionBase.get(1), resize(control.input, addressBits));
        assign(load.regionWords.get(1), slice(control.inputSize, addressBits - 1, wordShift));
        assign(store.base, resize(control.output, addressBits));
        assign(store.regionWords, slice(control.outputSize, addressBits - 1, wordShift));
        assign(load.stride, control.inputStride);
        assign(store.stride, control.outputStride);
        assign(sequence.run, control.run);
        assign(sequence.address, resize(control.program, addressBits));
        assign(sequence.commands, control.commands);
        assign(sequence.loopCommands, control.loopCommands);
        assign(sequence.images, control.images);
        assign(sequence.dispatched, named("dispatched", regNext(dispatcher.dispatching, false)));
        sequence.transfer.to(fetch.program);
        assign(dispatcher.images, control.images);
    }

    /** Reports come from all units; registers here end those paths, but for what ends a run in the very cycle it is true. */
    private void report() {
        Bits busy = named("busy", regNext(ofAllUnits(UnitPorts::busy), 0));
        Bits stall = named("stall", regNext(ofAllUnits(UnitPorts::stall), 0));
        Bool moves =
                any(List.of(readBurst.fire(), readBeat.fire(), writeBurst.fire(), writeBeat.fire(), responseValid));
        Bool moved = named("moves", regNext(moves, false));
        assign(control.moves, moved);
        assign(control.busy, busy);
        assign(control.stall, stall);
        assign(control.occupied, orReduce(or(busy, stall)));
        assign(control.ended, dispatcher.ended);
        assign(control.drained, and(arbiter.idle, not(store.transferring)));
        assign(control.progress, or(orReduce(busy), moved));
        assign(control.dispatched, dispatcher.dispatched);
        assign(control.imageDone, named("imageDone", regNext(store.imageDone, false)));
        Bool overrun = named("overrun", regNext(sequence.overrun, false));
        fail(and(overrun, not(dispatcher.ended)));
    }

    /** A signal of every unit there could be, LOAD lowest; of those that are not built it is low. */
    private Bits ofAllUnits(Function<UnitPorts, Bool> signal) {
        return pack(list(Unit.values().length - 1, i -> units().stream()
                .filter(ports -> ports.unit().ordinal() == i + 1)
                .map(signal)
                .findFirst()
                .orElseGet(() -> bool(false))));
    }

    /** The most severe of the failures of the last cycle, the unit it concerns and the command that was being dispatched. */
    private void fail(Bool overrun) {
        UInt code = named("failure", reg(uint(8), 0));
        UInt unit = named("failedUnit", reg(uint(4), 0));
        assign(code, dispatcher.errorCode);
        assign(unit, dispatcher.errorUnit);
        List<Failure> failures = List.of(
                new Failure(overrun, ErrorCode.PROGRAM_OVERRUN, Unit.CONTROL),
                new Failure(semaphores.fault, ErrorCode.SEMAPHORE_ERROR, Unit.CONTROL),
                new Failure(store.outside, ErrorCode.STORE_OUT_OF_RANGE, Unit.STORE),
                new Failure(load.outside, ErrorCode.LOAD_OUT_OF_RANGE, Unit.LOAD),
                new Failure(store.fault, ErrorCode.WRITE_ERROR, Unit.STORE),
                new Failure(load.fault, ErrorCode.READ_ERROR, Unit.LOAD),
                new Failure(fetch.fault, ErrorCode.READ_ERROR, Unit.CONTROL));
        for (Failure failure : failures) {
            when(failure.happens, () -> {
                assign(code, failure.code.ordinal());
                assign(unit, failure.unit.ordinal());
            });
        }
        assign(control.failure, code);
        assign(control.failedUnit, unit);
        assign(control.tag, named("failedTag", regNext(dispatcher.tag, 0)));
    }

    private record Failure(Bool happens, ErrorCode code, Unit unit) {}
}
