// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.cell.Fifo;
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
 * SOFTMAX: attention logits to logarithmic codes, without a division (numeric contract §5.1, architecture §3.2).
 *
 * <p>REQUANT starts a tile in a cycle with {@code tileFree}, and then sends its T rows as ceil(keys / W) words each, word by word, all
 * groups of a word in order, at any pace. {@code tileFree} is only true for tiles of a started command, when the tile's token
 * is there and a slot of the logit buffer is free; it then holds until {@code tileStart}. Row maxima are taken while the logits
 * arrive (first pass). When the tile is complete its rows are read R at a time: distances, exponentials and their sum (second pass),
 * then logarithm and codes (third pass). The passes work on different rows at the same time.
 *
 * <p>The code word w of token row t goes to bank t mod T, address {@code cBase + (t div T)·cStride + w}. Codes of keys beyond {@code keys}
 * are 15 to the end of the word; rows beyond {@code rows} are not written. A tile's token is taken when the tile starts to arrive, so it must
 * say that the code rows may be overwritten. {@code write} is never refused.
 *
 * <p>Throughput: R words per cycle, also across tiles and commands. Latency from the last logits of a tile to its first
 * codes: 21 + 2·log2 W + ceil(keys / W) cycles.
 */
public final class SoftmaxUnit extends HwModule {
    public final HwStream<CommandWord> command = slave(stream(CommandWord::new));
    public final SemaphorePort semaphore = master(new SemaphorePort());
    public final LogitRows logits;
    public final Bool tileStart = in(bool());
    public final Bool tileFree = out(bool());
    public final Bool writeValid = out(bool());
    public final GroupWrite write;
    public final Bool busy = out(bool());
    public final Bool stall = out(bool());
    private final Bool tapValid = simPublic(wire(bool()));
    private final Bits tapMask;
    private final Bits tapData;

    private final SoftmaxShape shape;
    private final CommandFrontEnd frontEnd = inst(new CommandFrontEnd());
    private final TileIntake intake;
    private final RowSequencer reader;
    private final CodeSequencer coder;
    private final Fifo<RowDescriptor> rows;
    private final Fifo<Bits> logarithms;
    private final List<SoftmaxPipe> pipes;
    private final UInt distances;

    /** For T = {@code tokenTile}, W = {@code word}, R = {@code pipes} and rows of up to {@code maxTokens} keys. */
    public SoftmaxUnit(int tokenTile, int word, int pipeCount, int maxTokens) {
        shape = new SoftmaxShape(tokenTile, word, pipeCount, maxTokens);
        logits = in(new LogitRows(pipeCount, tokenTile, word));
        write = out(new GroupWrite(pipeCount, tokenTile / pipeCount, 4 * word));
        tapMask = simPublic(wire(bits(pipeCount)));
        tapData = simPublic(wire(bits(4 * word * pipeCount)));
        intake = inst(new TileIntake(shape));
        reader = inst(new RowSequencer(shape));
        coder = inst(new CodeSequencer(shape));
        rows = inst(new Fifo<>(() -> new RowDescriptor(shape), SoftmaxShape.ROWS_IN_FLIGHT));
        logarithms = inst(new Fifo<>(() -> bits(RowLogarithm.RESULT_BITS * pipeCount), SoftmaxShape.ROWS_IN_FLIGHT));
        pipes = list(pipeCount, pipe -> inst(new SoftmaxPipe(shape)));
        distances = reg(uint(indexWidth(shape.distanceDepth() + 1)), 0);

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
        assign(reader.room, lt(distances, shape.distanceDepth()));
        when(and(reader.read, not(coder.read)), () -> assign(distances, add(distances, 1)));
        when(and(coder.read, not(reader.read)), () -> assign(distances, sub(distances, 1)));
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
        assign(logarithms.push.valid, pipes.get(0).logarithmValid);
        assign(
                logarithms.push.payload,
                pack(pipes.stream().map(pipe -> pipe.logarithm).toList()));
    }

    /** Third pass; returns whether codes are on their way to the buffer. */
    private Bool encode() {
        int late = SoftmaxPipe.CODE_LATENCY;
        rows.pop.to(coder.rows);
        assign(coder.logarithmsValid, logarithms.pop.valid);
        assign(logarithms.pop.ready, coder.logarithmsTake);
        RowDescriptor row = rows.pop.payload;
        for (int lane = 0; lane < shape.pipes(); lane++) {
            SoftmaxPipe pipe = pipes.get(lane);
            assign(pipe.codeRead, coder.read);
            assign(pipe.codeLogarithm, asUInt(word(logarithms.pop.payload, lane, RowLogarithm.RESULT_BITS)));
            assign(pipe.codeLast, coder.last);
            assign(pipe.codeLastKey, row.lastKey);
            assign(write.data.get(lane), pipe.codes);
        }
        assign(writeValid, delay("coding", coder.read, late, false));
        UInt address = named("address", add(row.address, resize(coder.word, 16)));
        assign(write.address, delay("codeAddress", address, late));
        assign(write.group, delay("codeGroup", row.group, late));
        assign(write.mask, delay("codeRows", row.rows, late));
        Bool tileEnd = and(coder.read, coder.last, row.endsTile);
        Bool commandEnd = and(coder.read, coder.last, row.endsCommand);
        assign(frontEnd.tileDone, delay("tileEnd", tileEnd, late, false));
        assign(frontEnd.commandDone, delay("commandEnd", commandEnd, late, false));
        assign(tapValid, writeValid);
        assign(tapMask, write.mask);
        assign(tapData, pack(write.data));
        return writeValid;
    }
}
