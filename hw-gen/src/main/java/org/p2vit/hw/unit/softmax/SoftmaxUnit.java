// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.cell.SumReciprocal;
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

/**
 * SOFTMAX: attention logits to logarithmic codes, or to uniform codes and row divisors (numeric contract §5, architecture §3.2, §3.3).
 *
 * <p>REQUANT starts a tile in a cycle with {@code tileFree}, and then sends its T rows as ceil(keys / W) words each, word by word, all
 * groups of a word in order, at any pace. {@code tileFree} is only true for tiles of a started command, when the tile's token
 * is there and a slot of the logit buffer is free; it then holds until {@code tileStart}. Row maxima are taken while the logits
 * arrive (first pass). When the tile is complete its rows are read R at a time, which makes the codes (second pass). The passes work on different rows at the same time.
 *
 * <p>The code word w of token row t goes to bank t mod T, address {@code cBase + (t div T)·cStride + w}. Codes of keys beyond {@code keys}
 * stand for zero, to the end of the word; rows beyond {@code rows} are not written. A tile's token is taken when the tile starts to arrive, so it must
 * say that the code rows may be overwritten. Logarithmic codes leave by {@code write}, which is never refused; uniform ones by {@code codes}, R rows
 * or none at a time, while {@code divisors}, never refused, has the reciprocal and the magnitude of each row's sum for bank t mod T, address {@code xBase + (t div T)}, ahead of the
 * row's last code.
 *
 * <p>Throughput: R words per cycle, also across tiles and commands, while codes are not refused. Latency from the last logits of a tile to its first
 * codes: 10 + log2 W cycles, with uniform codes 21 + 2·log2 W.
 */
public final class SoftmaxUnit extends HwModule {
    private static final int TAP_SUM_BITS = 24;

    public final HwStream<CommandWord> command = slave(stream(CommandWord::new));
    public final SemaphorePort semaphore = master(new SemaphorePort());
    public final LogitRows logits;
    public final Bool tileStart = in(bool());
    public final Bool tileFree = out(bool());
    /** Logarithmic codes; null where they are uniform. */
    public final Bool writeValid;

    public final GroupWrite write;
    /** Uniform codes and row divisors; null where codes are logarithmic. */
    public final HwStream<GroupWrite> codes;

    public final Bool divisorsValid;
    public final GroupWrite divisors;
    public final Bool busy = out(bool());
    public final Bool stall = out(bool());
    private final Bool tapValid = simPublic(wire(bool()));
    private final Bits tapMask;
    private final Bits tapData;
    private final Bool tapSumsValid;
    private final Bits tapSumsMask;
    private final Bits tapSums;

    private final SoftmaxShape shape;
    private final CommandFrontEnd frontEnd = inst(new CommandFrontEnd());
    private final TileIntake intake;
    private final RowSequencer reader;
    private final List<? extends SoftmaxPipe> pipes;
    /** Null where codes are logarithmic. */
    private final CodeOutlet outlet;

    /** Tiles of logits that there is room for. */
    public static final int LOGIT_SLOTS = SoftmaxShape.SLOTS;

    /** Cycles from the last logits of a tile to the first read of one of its rows. */
    public static int arrivalLatency(int word) {
        return RowMaximum.latency(word) + 1;
    }

    /** Cycles from the read of logits to their codes. */
    public static int codeLatency(int word, AttentionKind attention) {
        return attention == AttentionKind.MULTIPLY
                ? UniformPipe.latency(word) + CodeOutlet.LATENCY
                : LogarithmicPipe.LATENCY;
    }

    /** For T = {@code tokenTile}, W = {@code word}, R = {@code pipeCount} and rows of up to {@code maxTokens} keys. */
    public SoftmaxUnit(int tokenTile, int word, int pipeCount, int maxTokens, AttentionKind attention) {
        boolean uniform = attention == AttentionKind.MULTIPLY;
        shape = new SoftmaxShape(tokenTile, word, pipeCount, maxTokens, uniform);
        logits = in(new LogitRows(pipeCount, tokenTile, word));
        writeValid = uniform ? null : out(bool());
        write = uniform ? null : out(shape.codeWrite());
        codes = uniform ? master(stream(shape::codeWrite)) : null;
        divisorsValid = uniform ? out(bool()) : null;
        divisors = uniform ? out(shape.divisorWrite()) : null;
        tapMask = simPublic(wire(bits(pipeCount)));
        tapData = simPublic(wire(bits(shape.codeBits() * word * pipeCount)));
        tapSumsValid = uniform ? simPublic(wire(bool())) : null;
        tapSumsMask = uniform ? simPublic(wire(bits(pipeCount))) : null;
        tapSums = uniform ? simPublic(wire(bits(TAP_SUM_BITS * pipeCount))) : null;
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

        outlet = uniform ? inst(new CodeOutlet(shape)) : null;
        Bool coding;
        if (uniform) {
            List<UniformPipe> each = list(pipeCount, pipe -> inst(new UniformPipe(shape)));
            pipes = each;
            coding = queueCodes(each);
        } else {
            pipes = list(pipeCount, pipe -> inst(new LogarithmicPipe(shape)));
            coding = writeCodes();
        }
        Bool arriving = arrive();
        read();
        assign(busy, or(arriving, reader.read, coding));
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
    private void read() {
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

    /** Logarithmic codes; returns whether there are any on their way. */
    private Bool writeCodes() {
        int late = LogarithmicPipe.LATENCY;
        assign(reader.room, true);
        WrittenRows found = found(late);
        Bool coded = delay("coding", reader.read, late, false);
        assign(writeValid, coded);
        assign(write, found.codes);
        assign(frontEnd.tileDone, found.endsTile);
        assign(frontEnd.commandDone, found.endsCommand);
        tap(coded, found.codes);
        return coded;
    }

    /** Uniform codes, through an outlet, and divisors; returns whether there are any on their way. */
    private Bool queueCodes(List<UniformPipe> uniformPipes) {
        int late = UniformPipe.latency(shape.word());
        assign(reader.room, outlet.room);
        WrittenRows found = found(late);
        Bool coded = delay("coding", reader.read, late, false);
        assign(outlet.take, reader.read);
        assign(outlet.valid, coded);
        assign(outlet.rows, found);
        outlet.write.to(codes);
        assign(frontEnd.tileDone, outlet.tileDone);
        assign(frontEnd.commandDone, outlet.commandDone);
        tap(coded, found.codes);

        assign(divisorsValid, delay("rowEnd", and(reader.read, reader.last), late, false));
        assign(divisors.address, delay("divisorAddress", reader.row.divisorAddress, late));
        assign(divisors.group, found.codes.group);
        assign(divisors.mask, found.codes.mask);
        for (int lane = 0; lane < shape.pipes(); lane++) {
            assign(divisors.data.get(lane), uniformPipes.get(lane).divisor);
        }
        int summed = late - SumReciprocal.LATENCY;
        assign(tapSumsValid, delay("rowSummed", and(reader.read, reader.last), summed, false));
        assign(tapSumsMask, delay("summedRows", reader.row.rows, summed));
        assign(
                tapSums,
                pack(uniformPipes.stream()
                        .map(pipe -> asBits(resize(pipe.total, TAP_SUM_BITS)))
                        .toList()));
        return or(coded, codes.valid);
    }

    /** The code words of all pipes, read {@code late} cycles ago. */
    private WrittenRows found(int late) {
        WrittenRows found = named("found", reader.row.written(reader.read, reader.word, reader.last, late));
        for (int lane = 0; lane < shape.pipes(); lane++) {
            assign(found.codes.data.get(lane), pipes.get(lane).codes);
        }
        return found;
    }

    private void tap(Bool coded, GroupWrite written) {
        assign(tapValid, coded);
        assign(tapMask, written.mask);
        assign(tapData, pack(written.data));
    }
}
