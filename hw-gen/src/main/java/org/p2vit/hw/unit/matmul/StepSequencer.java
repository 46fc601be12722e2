// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.matmul;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.Optional;
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
 * <p>With 4-bit weights two output tiles share their weight words. Arrays that make both at once ({@code pairs}) take them as
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
    public final Bool stepInt4 = out(reg(bool()));
    /** Whether the tokens are uint8, where they ever are. */
    public final Optional<Bool> stepUnsigned;

    /** Only without {@code pairs}. */
    public final Optional<Bool> stepHigh;

    /** Only with {@code pairs}. */
    public final Optional<Bool> stepPair;

    /** Whether rows have exponents. */
    public final Bool stepRows = out(reg(bool()));

    public final UInt stepA = out(reg(uint(16)));
    /** Address of the rows' exponents. */
    public final UInt stepE = out(reg(uint(16)));

    public final UInt stepB = out(reg(uint(16)));
    public final Bool tileDone = out(reg(bool(), false));
    public final Bool commandDone = out(reg(bool(), false));

    private final Bool active = reg(bool(), false);
    private final Bool tileOpen = reg(bool(), false);
    private final Bool outputOpen = reg(bool(), false);
    private final Bool int4 = reg(bool());
    private final Optional<Bool> isUnsigned;
    /** The second of two output tiles, made after the first. */
    private final Optional<Bool> high;

    /** Beside it: from this output tile's weights to those of the next, which may be the other halves of the same. */
    private final Optional<UInt> outputStride;

    /** The last output tile is alone. */
    private final Optional<Bool> odd;

    private final Bool rows = reg(bool());
    private final UInt eTile = reg(uint(16));
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

    /** @param pairs whether two output tiles with 4-bit weights are made in the same steps */
    StepSequencer(boolean pairs, boolean takesUnsigned) {
        stepUnsigned = optional(takesUnsigned, () -> out(reg(bool())));
        isUnsigned = optional(takesUnsigned, () -> reg(bool()));
        stepHigh = optional(!pairs, () -> out(reg(bool())));
        stepPair = optional(pairs, () -> out(reg(bool())));
        high = optional(!pairs, () -> reg(bool()));
        outputStride = optional(!pairs, () -> reg(uint(16)));
        odd = optional(pairs, () -> reg(bool()));
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
            assign(stepInt4, int4);
            stepUnsigned.ifPresent(unsigned -> assign(unsigned, isUnsigned.orElseThrow()));
            stepPair.ifPresent(two -> assign(two, and(int4, or(not(odd.orElseThrow()), ne(outputsLeft, 1)))));
            stepHigh.ifPresent(half -> assign(half, high.orElseThrow()));
            assign(stepRows, rows);
            assign(stepA, a);
            assign(stepE, eTile);
            assign(stepB, b);
        });
        assign(tileDone, and(issue, tileEnd));
        assign(commandDone, finish);
    }

    /** Whether the next output tile has the high halves, where tiles follow each other. */
    private void takeHalf(Bool second, Bool halves, UInt stride) {
        high.ifPresent(half -> assign(half, second));
        outputStride.ifPresent(next -> assign(next, mux(and(halves, not(second)), 0, stride)));
    }

    private void advance(Bool lastDepth, Bool tileEnd) {
        UInt nextTile = named("nextTile", add(aTile, aStride));
        UInt nextOutput = named("nextOutput", add(bOutput, outputStride.orElse(bStride)));
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
            high.ifPresent(half -> takeHalf(named("sameWords", and(int4, not(half))), int4, bStride));
        });
        when(tileEnd, () -> {
            assign(outputsLeft, outTiles);
            assign(tilesLeft, sub(tilesLeft, 1));
            assign(eTile, add(eTile, 1));
            assign(a, nextTile);
            assign(aTile, nextTile);
            assign(b, bBase);
            assign(bOutput, bBase);
            takeHalf(bool(false), int4, bStride);
        });
    }

    /** Output tiles as they are counted where those with 4-bit weights are made in pairs. */
    private static UInt pairsOf(UInt tiles, Bool odd, CommandWord operands) {
        Bool alone = bit(tiles, 0);
        assign(odd, alone);
        // One alone takes as long as two.
        UInt halved = add(resize(shr(tiles, 1), width(tiles)), resize(asUInt(alone), width(tiles)));
        return mux(operands.has(MatMulCommand.INT4), halved, tiles);
    }

    private void load() {
        CommandWord operands = command.payload;
        UInt tiles = operands.get(MatMulCommand.OUT_TILES);
        UInt outputs = odd.map(alone -> pairsOf(tiles, alone, operands)).orElse(tiles);
        takeHalf(bool(false), operands.has(MatMulCommand.INT4), operands.get(MatMulCommand.B.stride()));
        assign(int4, operands.has(MatMulCommand.INT4));
        isUnsigned.ifPresent(unsigned -> assign(unsigned, operands.has(MatMulCommand.UNSIGNED)));
        assign(active, true);
        assign(rows, operands.has(MatMulCommand.ROW_EXPONENTS));
        assign(eTile, operands.get(MatMulCommand.EXPONENTS));
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
