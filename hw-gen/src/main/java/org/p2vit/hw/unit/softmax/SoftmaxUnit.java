// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.cell.Fifo;
import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.control.CommandFrontEnd;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.port.GroupWrite;
import org.p2vit.hw.port.LogitRows;
import org.p2vit.hw.port.SemaphorePort;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * SOFTMAX: attention logits to logarithmic codes, or to uniform codes and row exponents, without a division (numeric contract §5.1,
 * §5.3, architecture §3.2, §3.3).
 *
 * <p>REQUANT starts a tile in a cycle with {@code tileFree}, and then sends its T rows as ceil(keys / W) words each, word by word, all
 * groups of a word in order, at any pace. {@code tileFree} is only true for tiles of a started command, when the tile's token
 * is there and a slot of the logit buffer is free; it then holds until {@code tileStart}. Row maxima are taken while the logits
 * arrive (first pass). When the tile is complete its rows are read R at a time: distances, exponentials and their sum (second pass),
 * then the row's factor and codes (third pass). The passes work on different rows at the same time.
 *
 * <p>The code word w of token row t goes to bank t mod T, address {@code cBase + (t div T)·cStride + w}. Codes of keys beyond {@code keys}
 * stand for zero, to the end of the word; rows beyond {@code rows} are not written. A tile's token is taken when the tile starts to arrive, so it must
 * say that the code rows may be overwritten. Logarithmic codes leave by {@code write}, which is never refused; uniform ones by {@code codes}, R rows
 * or none at a time, while {@code exponents}, never refused, has a of each row for bank t mod T, address {@code xBase + (t div T)}, ahead of the row's last code.
 *
 * <p>Throughput: R words per cycle, also across tiles and commands, while codes are not refused. Latency from the last logits of a tile to its first
 * codes: 21 + 2·log2 W + ceil(keys / W) cycles, one more with uniform codes.
 */
public final class SoftmaxUnit extends HwModule {
    public final HwStream<CommandWord> command = slave(stream(CommandWord::new));
    public final SemaphorePort semaphore = master(new SemaphorePort());
    public final LogitRows logits;
    public final Bool tileStart = in(bool());
    public final Bool tileFree = out(bool());
    /** Logarithmic codes; null where they are uniform. */
    public final Bool writeValid;

    public final GroupWrite write;
    /** Uniform codes and row exponents; null where codes are logarithmic. */
    public final HwStream<GroupWrite> codes;

    public final Bool exponentsValid;
    public final GroupWrite exponents;
    public final Bool busy = out(bool());
    public final Bool stall = out(bool());
    private final Bool tapValid = simPublic(wire(bool()));
    private final Bits tapMask;
    private final Bits tapData;
    private final Bool tapExponentsValid;
    private final Bits tapExponentsMask;
    private final Bits tapExponents;

    private final SoftmaxShape shape;
    private final CommandFrontEnd frontEnd = inst(new CommandFrontEnd());
    private final TileIntake intake;
    private final RowSequencer reader;
    private final CodeSequencer coder;
    private final Fifo<RowDescriptor> rows;
    private final Fifo<Bits> factors;
    private final List<SoftmaxPipe> pipes;
    private final CodeOutlet outlet;
    private final UInt kept;

    /** For T = {@code tokenTile}, W = {@code word}, R = {@code pipeCount} and rows of up to {@code maxTokens} keys. */
    public SoftmaxUnit(int tokenTile, int word, int pipeCount, int maxTokens, AttentionKind attention) {
        Coding coding = Coding.of(attention);
        boolean uniform = coding == Coding.UNIFORM;
        shape = new SoftmaxShape(tokenTile, word, pipeCount, maxTokens, coding);
        logits = in(new LogitRows(pipeCount, tokenTile, word));
        writeValid = uniform ? null : out(bool());
        write = uniform ? null : out(shape.codeWrite());
        codes = uniform ? master(stream(shape::codeWrite)) : null;
        exponentsValid = uniform ? out(bool()) : null;
        exponents = uniform ? out(new GroupWrite(pipeCount, shape.groups(), RowFactor.MAGNITUDE_BITS)) : null;
        tapMask = simPublic(wire(bits(pipeCount)));
        tapData = simPublic(wire(bits(coding.codeBits * word * pipeCount)));
        tapExponentsValid = uniform ? simPublic(wire(bool())) : null;
        tapExponentsMask = uniform ? simPublic(wire(bits(pipeCount))) : null;
        tapExponents = uniform ? simPublic(wire(bits(8 * pipeCount))) : null;
        intake = inst(new TileIntake(shape));
        reader = inst(new RowSequencer(shape));
        coder = inst(new CodeSequencer(shape));
        rows = inst(new Fifo<>(() -> new RowDescriptor(shape), SoftmaxShape.ROWS_IN_FLIGHT));
        factors = inst(new Fifo<>(() -> bits(coding.factorBits * pipeCount), SoftmaxShape.ROWS_IN_FLIGHT));
        pipes = list(pipeCount, pipe -> inst(new SoftmaxPipe(shape)));
        outlet = uniform ? inst(new CodeOutlet(shape)) : null;
        kept = reg(uint(indexWidth(shape.keptDepth() + 1)), 0);

        command.to(frontEnd.command);
        frontEnd.semaphore.to(semaphore);
        frontEnd.start.to(intake.start);
        assign(frontEnd.tiles, intake.tiles);
        assign(frontEnd.tileTake, intake.tileTake);
        assign(intake.tileReady, frontEnd.tileReady);
        assign(tileFree, intake.tileFree);
        assign(intake.tileStart, tileStart);

        Bool arriving = arrive();
        exponentiate();
        Bool writing = encode();
        assign(busy, or(arriving, reader.read, rows.pop.valid, writing));
        assign(stall, and(frontEnd.occupied, not(busy)));
    }

    /** First pass; returns whether logits are on their way to a maximum. */
    private Bool arrive() {
        assign(intake.arriving, logits.valid);
        assign(intake.arrivingWord, logits.word);
        assign(intake.arrivingGroup, logits.group);
        LogitPlace place = named("arrival", wire(new LogitPlace(shape)));
        assign(place.slot, intake.slot);
        assign(place.group, logits.group);
        assign(place.word, slice(logits.word, shape.wordBits() - 1, 0));
        assign(place.last, intake.atLastWord);
        assign(place.lastKey, intake.lastKey);
        for (int lane = 0; lane < shape.pipes(); lane++) {
            SoftmaxPipe pipe = pipes.get(lane);
            assign(pipe.arriving, logits.valid);
            assign(pipe.arrival, place);
            assign(pipe.logits, logits.data.get(lane));
        }
        Bool complete = delay("tileArrived", intake.tileArrived, RowMaximum.latency(shape.word()) - 1, false);
        assign(reader.tileArrived, complete);
        return or(logits.valid, complete);
    }

    /** Second pass. */
    private void exponentiate() {
        assign(intake.readSlot, reader.slot);
        assign(intake.release, reader.release);
        assign(reader.context, intake.context);
        assign(reader.room, lt(kept, shape.keptDepth()));
        when(and(reader.read, not(coder.read)), () -> assign(kept, add(kept, 1)));
        when(and(coder.read, not(reader.read)), () -> assign(kept, sub(kept, 1)));
        reader.rows.to(rows.push);
        LogitPlace place = named("readPlace", wire(new LogitPlace(shape)));
        assign(place.slot, reader.slot);
        assign(place.group, reader.rowGroup);
        assign(place.word, reader.word);
        assign(place.last, reader.last);
        assign(place.lastKey, intake.context.lastKey);
        for (SoftmaxPipe pipe : pipes) {
            assign(pipe.read, reader.read);
            assign(pipe.readPlace, place);
            assign(pipe.shift, intake.context.shift);
        }
        // There is a place for each row that is described, so the queue never refuses.
        assign(factors.push.valid, pipes.get(0).factorValid);
        assign(
                factors.push.payload,
                pack(pipes.stream().map(pipe -> pipe.factor).toList()));
    }

    /** Third pass; returns whether codes are on their way to the buffer. */
    private Bool encode() {
        rows.pop.to(coder.rows);
        assign(coder.factorsValid, factors.pop.valid);
        assign(factors.pop.ready, coder.factorsTake);
        RowDescriptor row = rows.pop.payload;
        for (int lane = 0; lane < shape.pipes(); lane++) {
            SoftmaxPipe pipe = pipes.get(lane);
            assign(pipe.codeRead, coder.read);
            assign(pipe.codeFactor, slice(factor(lane), shape.coding().codeFactorBits - 1, 0));
            if (shape.coding().needsLastKey()) {
                assign(pipe.codeLast, coder.last);
                assign(pipe.codeLastKey, row.lastKey);
            }
        }
        int late = shape.codeLatency();
        Bool coded = delay("coding", coder.read, late, false);
        GroupWrite found = named("found", wire(shape.codeWrite()));
        UInt address = named("address", add(row.address, resize(coder.word, 16)));
        assign(found.address, delay("codeAddress", address, late));
        assign(found.group, delay("codeGroup", row.group, late));
        assign(found.mask, delay("codeRows", row.rows, late));
        for (int lane = 0; lane < shape.pipes(); lane++) {
            assign(found.data.get(lane), pipes.get(lane).codes);
        }
        Bool tileEnd = and(coder.read, coder.last, row.endsTile);
        Bool commandEnd = and(coder.read, coder.last, row.endsCommand);
        Bool tileEndLate = delay("tileEnd", tileEnd, late, false);
        Bool commandEndLate = delay("commandEnd", commandEnd, late, false);
        Bool waiting = outlet == null
                ? writeAtOnce(coded, found, tileEndLate, commandEndLate)
                : queueUp(coded, found, tileEndLate, commandEndLate);
        assign(tapValid, coded);
        assign(tapMask, found.mask);
        assign(tapData, pack(found.data));
        return or(coded, waiting);
    }

    private Bits factor(int lane) {
        return word(factors.pop.payload, lane, shape.coding().factorBits);
    }

    private Bool writeAtOnce(Bool coded, GroupWrite found, Bool tileEnd, Bool commandEnd) {
        assign(coder.room, true);
        assign(writeValid, coded);
        assign(write, found);
        assign(frontEnd.tileDone, tileEnd);
        assign(frontEnd.commandDone, commandEnd);
        return bool(false);
    }

    private Bool queueUp(Bool coded, GroupWrite found, Bool tileEnd, Bool commandEnd) {
        assign(coder.room, outlet.room);
        assign(outlet.take, coder.read);
        assign(outlet.valid, coded);
        assign(outlet.codes, found);
        assign(outlet.endsTile, tileEnd);
        assign(outlet.endsCommand, commandEnd);
        outlet.write.to(codes);
        assign(frontEnd.tileDone, outlet.tileDone);
        assign(frontEnd.commandDone, outlet.commandDone);
        writeExponents();
        return codes.valid;
    }

    private void writeExponents() {
        RowDescriptor row = rows.pop.payload;
        assign(exponentsValid, named("exponentsDue", regNext(and(coder.read, coder.last), false)));
        assign(exponents.address, named("exponentAddress", regNext(row.exponentAddress)));
        assign(exponents.group, named("exponentGroup", regNext(row.group)));
        assign(exponents.mask, named("exponentRows", regNext(row.rows)));
        for (int lane = 0; lane < shape.pipes(); lane++) {
            Bits exponent = slice(factor(lane), RowReciprocal.RESULT_BITS - 1, RowReciprocal.RECIPROCAL_BITS);
            assign(exponents.data.get(lane), named("exponent_" + lane, regNext(exponent)));
        }
        assign(tapExponentsValid, exponentsValid);
        assign(tapExponentsMask, exponents.mask);
        assign(tapExponents, pack(list(shape.pipes(), lane -> resize(exponents.data.get(lane), 8))));
    }
}
