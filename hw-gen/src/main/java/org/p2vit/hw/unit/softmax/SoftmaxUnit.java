// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.control.CommandFrontEnd;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.memory.MemoryShape;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.port.GroupWrite;
import org.p2vit.hw.port.LogitRows;
import org.p2vit.hw.port.SemaphorePort;
import spinal.core.Bits;
import spinal.core.Bool;

/**
 * SOFTMAX: attention logits to codes (numeric contract §5, architecture §3.2, §3.3). What codes there are and how they leave is up to the variants,
 * {@link LogarithmicSoftmaxUnit} and {@link UniformSoftmaxUnit}.
 *
 * <p>REQUANT starts a tile in a cycle with {@code tileFree}, and then sends its T rows as ceil(keys / W) words each, word by word, all
 * groups of a word in order, at any pace. {@code tileFree} is only true for tiles of a started command, when the tile's token
 * is there and a slot of the logit buffer is free; it then holds until {@code tileStart}. Row maxima are taken while the logits
 * arrive (first pass). When the tile is complete its rows are read R at a time, which makes the codes (second pass). The passes work on different rows at the same time.
 *
 * <p>The code word w of token row t goes to bank t mod T, address {@code cBase + (t div T)·cStride + w}. Codes of keys beyond {@code keys}
 * stand for zero, to the end of the word; rows beyond {@code rows} are not written. A tile's token is taken when the tile starts to arrive, so it must
 * say that the code rows may be overwritten.
 *
 * <p>Throughput: R words per cycle, also across tiles and commands, while codes are not refused.
 */
public abstract class SoftmaxUnit extends HwModule {
    public final HwStream<CommandWord> command = slave(stream(CommandWord::new));
    public final SemaphorePort semaphore = master(new SemaphorePort());
    public final LogitRows logits;
    public final Bool tileStart = in(bool());
    public final Bool tileFree = out(bool());
    public final Bool busy = out(bool());
    public final Bool stall = out(bool());
    private final Bool tapValid = simPublic(wire(bool()));
    private final Bits tapMask;
    private final Bits tapData;

    final SoftmaxShape shape;
    final CommandFrontEnd frontEnd = inst(new CommandFrontEnd());
    private final TileIntake intake;
    final RowSequencer reader;

    /** Tiles of logits that there is room for. */
    public static final int LOGIT_SLOTS = SoftmaxShape.SLOTS;

    /** Cycles from the last logits of a tile to the first read of one of its rows. */
    public static int arrivalLatency(int word) {
        return RowMaximum.latency(word) + 1;
    }

    /** The logits that each of R pipes keeps of rows of up to {@code maxTokens}. */
    public static MemoryShape logitBuffer(int tokenTile, int word, int pipes, int maxTokens) {
        return new SoftmaxShape(tokenTile, word, pipes, maxTokens, Byte.SIZE, false).logitBuffer();
    }

    SoftmaxUnit(SoftmaxShape shape) {
        definedAs(SoftmaxUnit.class);
        this.shape = shape;
        logits = in(new LogitRows(shape.pipes(), shape.tokenTile(), shape.word()));
        tapMask = simPublic(wire(bits(shape.pipes())));
        tapData = simPublic(wire(bits(shape.codeBits() * shape.word() * shape.pipes())));
        intake = inst(new TileIntake(shape));
        reader = inst(new RowSequencer(shape));

        command.to(frontEnd.command);
        frontEnd.semaphore.to(semaphore);
        frontEnd.start.to(intake.start);
        assign(frontEnd.tiles, intake.tiles);
        assign(frontEnd.tileTake, intake.tileTake);
        assign(intake.tileReady, frontEnd.tileReady);
        assign(tileFree, intake.tileFree);
        assign(intake.tileStart, tileStart);
    }

    /** Both passes of the variant's pipes; {@code coding} while there are codes on their way. */
    final void run(List<? extends SoftmaxPipe> pipes, Bool coding) {
        Bool arriving = arrive(pipes);
        read(pipes);
        assign(busy, or(arriving, reader.read, coding));
        assign(stall, and(frontEnd.occupied, not(busy)));
    }

    /** First pass; returns whether logits are on their way to a maximum. */
    private Bool arrive(List<? extends SoftmaxPipe> pipes) {
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
    private void read(List<? extends SoftmaxPipe> pipes) {
        assign(intake.readSlot, reader.slot);
        assign(intake.release, reader.release);
        assign(reader.context, intake.context);
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
    }

    /** The code words of all pipes, read {@code late} cycles ago. */
    final WrittenRows found(List<? extends SoftmaxPipe> pipes, int late) {
        WrittenRows found = named("found", reader.row.written(reader.read, reader.word, reader.last, late));
        for (int lane = 0; lane < shape.pipes(); lane++) {
            assign(found.codes.data.get(lane), pipes.get(lane).codes);
        }
        return found;
    }

    final void tap(Bool coded, GroupWrite written) {
        assign(tapValid, coded);
        assign(tapMask, written.mask);
        assign(tapData, pack(written.data));
    }
}
