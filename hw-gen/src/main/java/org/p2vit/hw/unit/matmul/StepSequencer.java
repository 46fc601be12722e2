// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.matmul;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.program.MatMulCommand;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * The loop of MATMUL, architecture §3.2: for tile, for output tile, for depth word, one step a cycle. A step is issued
 * when its tile's token is there and a slot is free for its output tile; both are asked for at the first step only.
 *
 * <p>With narrow weights two output tiles share their weight words. Arrays that make both at once ({@code pairs}) take them as
 * one output tile here, {@code stepPair} telling whether it is two; for the others {@code stepHigh} selects the half.
 *
 * <p>{@code issue} is the cycle of the decision; everything named {@code step...} is registered, one cycle later, beside
 * the buffer reads, as are {@code tileDone} and {@code commandDone}.
 */
final class StepSequencer extends HwModule {
    public final HwStream<CommandWord> command = slave(stream(CommandWord::new));
    public final Bool mayFetch = out(bool());
    public final Bool tileReady = in(bool());
    public final Bool tileTake = out(bool());
    public final Bool slotFree = in(bool());
    public final Bool slotTake = out(bool());
    public final Bool issue = out(bool());
    public final Bool step = out(reg(bool(), false));
    public final Bool stepFirst = out(reg(bool()));
    public final Bool stepLast = out(reg(bool()));
    public final Bool stepNarrow = out(reg(bool()));
    /** Whether the tokens are uint8; null where they never are. */
    public final Bool stepUnsigned;

    /** Only without {@code pairs}. */
    public final Bool stepHigh;

    /** Only with {@code pairs}. */
    public final Bool stepPair;

    public final UInt stepA = out(reg(uint(16)));
    public final UInt stepB = out(reg(uint(16)));
    public final Bool tileDone = out(reg(bool(), false));
    public final Bool commandDone = out(reg(bool(), false));

    private final Bool active = reg(bool(), false);
    private final Bool tileOpen = reg(bool(), false);
    private final Bool outputOpen = reg(bool(), false);
    private final Bool narrow = reg(bool());
    private final Bool isUnsigned;
    /** The second of two output tiles, made after the first. */
    private final Bool high;

    /** The last output tile is alone. */
    private final Bool odd;

    private final UInt aStride = reg(uint(16));
    private final UInt bBase = reg(uint(16));
    private final UInt bStride = reg(uint(16));
    private final UInt outTiles = reg(uint(10));
    private final UInt depthWords = reg(uint(10));
    private final UInt aTile = reg(uint(16));
    private final UInt bOutput = reg(uint(16));
    private final UInt a = reg(uint(16));
    private final UInt b = reg(uint(16));
    private final UInt tilesLeft = reg(uint(10));
    private final UInt outputsLeft = reg(uint(10));
    private final UInt depthLeft = reg(uint(10));

    /** @param pairs whether two output tiles with narrow weights are made in the same steps */
    StepSequencer(boolean pairs, boolean takesUnsigned) {
        stepUnsigned = takesUnsigned ? out(reg(bool())) : null;
        isUnsigned = takesUnsigned ? reg(bool()) : null;
        stepHigh = pairs ? null : out(reg(bool()));
        stepPair = pairs ? out(reg(bool())) : null;
        high = pairs ? null : reg(bool());
        odd = pairs ? reg(bool()) : null;
        Bool lastDepth = named("lastDepth", eq(depthLeft, 1));
        Bool tileEnd = named("tileEnd", and(lastDepth, eq(outputsLeft, 1)));
        Bool lastTile = named("lastTile", eq(tilesLeft, 1));
        Bool finish = named("finish", and(issue, tileEnd, lastTile));
        assign(issue, and(active, or(tileOpen, tileReady), or(outputOpen, slotFree)));
        assign(tileTake, and(issue, not(tileOpen)));
        assign(slotTake, and(issue, not(outputOpen)));
        assign(mayFetch, or(not(active), and(lastTile, tileOpen)));

        when(issue, () -> advance(lastDepth, tileEnd));
        when(finish, () -> assign(active, false));
        assign(command.ready, or(not(active), finish));
        when(command.fire(), this::load);

        assign(step, issue);
        when(issue, () -> {
            assign(stepFirst, not(outputOpen));
            assign(stepLast, lastDepth);
            assign(stepNarrow, narrow);
            if (takesUnsigned) {
                assign(stepUnsigned, isUnsigned);
            }
            if (pairs) {
                assign(stepPair, and(narrow, or(not(odd), ne(outputsLeft, 1))));
            } else {
                assign(stepHigh, high);
            }
            assign(stepA, a);
            assign(stepB, b);
        });
        assign(tileDone, and(issue, tileEnd));
        assign(commandDone, finish);
    }

    /** Whether the next output tile has the high halves, where tiles follow each other. */
    private void takeHalf(Bool second) {
        if (high != null) {
            assign(high, second);
        }
    }

    private void advance(Bool lastDepth, Bool tileEnd) {
        Bool sameWords = named("sameWords", high == null ? bool(false) : and(narrow, not(high)));
        UInt nextTile = named("nextTile", add(aTile, aStride));
        UInt nextOutput = named("nextOutput", mux(sameWords, bOutput, add(bOutput, bStride)));
        assign(tileOpen, not(tileEnd));
        assign(outputOpen, not(lastDepth));
        assign(depthLeft, sub(depthLeft, 1));
        assign(a, add(a, 1));
        assign(b, add(b, 1));
        when(lastDepth, () -> {
            assign(depthLeft, depthWords);
            assign(outputsLeft, sub(outputsLeft, 1));
            assign(a, aTile);
            assign(b, nextOutput);
            assign(bOutput, nextOutput);
            takeHalf(sameWords);
        });
        when(tileEnd, () -> {
            assign(outputsLeft, outTiles);
            assign(tilesLeft, sub(tilesLeft, 1));
            assign(a, nextTile);
            assign(aTile, nextTile);
            assign(b, bBase);
            assign(bOutput, bBase);
            takeHalf(bool(false));
        });
    }

    private void load() {
        CommandWord operands = command.payload;
        UInt outputs = operands.get(MatMulCommand.OUT_TILES);
        if (odd != null) {
            Bool alone = bit(outputs, 0);
            assign(odd, alone);
            // One alone takes as long as two.
            UInt halved = add(resize(shr(outputs, 1), width(outputs)), resize(asUInt(alone), width(outputs)));
            outputs = mux(operands.has(MatMulCommand.NARROW), halved, outputs);
        }
        takeHalf(bool(false));
        assign(narrow, operands.has(MatMulCommand.NARROW));
        if (isUnsigned != null) {
            assign(isUnsigned, operands.has(MatMulCommand.UNSIGNED));
        }
        assign(active, true);
        assign(a, operands.get(MatMulCommand.A.base()));
        assign(aTile, operands.get(MatMulCommand.A.base()));
        assign(aStride, operands.get(MatMulCommand.A.stride()));
        assign(b, operands.get(MatMulCommand.B.base()));
        assign(bBase, operands.get(MatMulCommand.B.base()));
        assign(bOutput, operands.get(MatMulCommand.B.base()));
        assign(bStride, operands.get(MatMulCommand.B.stride()));
        assign(tilesLeft, operands.get(MatMulCommand.TILES));
        assign(outTiles, outputs);
        assign(outputsLeft, outputs);
        assign(depthWords, operands.get(MatMulCommand.DEPTH_WORDS));
        assign(depthLeft, operands.get(MatMulCommand.DEPTH_WORDS));
    }
}
