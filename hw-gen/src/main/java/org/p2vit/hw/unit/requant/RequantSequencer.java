// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.program.RequantCommand;
import org.p2vit.hw.program.RequantCommand.Destination;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * The loop of REQUANT, architecture §3.2: for tile, for output tile, for group of R rows, one group a cycle. A group
 * starts when its accumulators are there; the first of a tile also needs the tile's token, and room in SOFTMAX if it goes
 * there.
 *
 * <p>{@code issue} is the cycle in which the accumulators are taken; {@code step} is registered, one cycle later.
 */
final class RequantSequencer extends HwModule {
    private static final int ROW_BITS = 11;

    public final HwStream<CommandWord> command = slave(stream(CommandWord::new));
    public final Bool mayFetch = out(bool());
    public final Bool tileReady = in(bool());
    public final Bool tileTake = out(bool());
    public final Bool softmaxTileFree = in(bool());
    public final Bool softmaxTileStart = out(bool());
    public final Bool available = in(bool());
    public final Bool take = out(bool());
    public final Bool issue = out(bool());
    public final RequantStep step;

    private final Bool active = reg(bool(), false);
    private final Bool tileOpen = reg(bool(), false);
    private final RequantOptions options;
    private final UInt destinationTile = reg(uint(16));
    private final UInt destinationStride = reg(uint(16));
    private final UInt parameterBase = reg(uint(16));
    private final UInt exponentTile = reg(uint(16));
    private final UInt residualTile = reg(uint(16));
    private final UInt residualStride = reg(uint(16));
    private final OutputPlaces places;
    private final UInt outTiles = reg(uint(10));
    private final UInt outputsLeft = reg(uint(10));
    private final UInt output = reg(uint(10));
    private final UInt group;
    private final UInt tileInBlock;
    private final UInt firstRow = reg(uint(4));
    /** Rows from the first of this tile to the end of the range. */
    private final UInt rowsLeft = reg(uint(ROW_BITS));

    private final int tokenTile;
    private final int groups;
    private final int tilesInBlock;

    RequantSequencer(int tokenTile, int word, int lanes, RequantValues values) {
        this.tokenTile = tokenTile;
        groups = tokenTile / lanes;
        tilesInBlock = word / tokenTile;
        options = reg(new RequantOptions(values.divides()));
        places = values.places();
        step = out(reg(new RequantStep(tokenTile, word, lanes, values.divides())));
        group = reg(uint(indexWidth(groups)));
        tileInBlock = reg(uint(indexWidth(tilesInBlock)));

        Bool lastGroup = named("lastGroup", eq(group, groups - 1));
        Bool tileEnd = named("tileEnd", and(lastGroup, eq(outputsLeft, 1)));
        Bool lastTile = named("lastTile", le(rowsLeft, tokenTile));
        Bool finish = named("finish", and(issue, tileEnd, lastTile));
        Bool room = or(not(options.toSoftmax()), softmaxTileFree);
        assign(take, and(active, or(tileOpen, and(tileReady, room))));
        assign(issue, and(take, available));
        assign(tileTake, and(issue, not(tileOpen)));
        assign(softmaxTileStart, and(tileTake, options.toSoftmax()));
        assign(mayFetch, or(not(active), and(lastTile, tileOpen)));

        when(issue, () -> advance(lastGroup, tileEnd));
        when(finish, () -> assign(active, false));
        assign(command.ready, or(not(active), finish));
        when(command.fire(), this::load);
        when(issue, () -> describe(lanes, tileEnd, finish));
    }

    /** Token tiles of a command: those its row range touches. */
    static UInt tiles(CommandWord operands, int tokenTile) {
        UInt rows = add(rangeEnd(operands), tokenTile - 1);
        return resize(shr(rows, indexWidth(tokenTile)), 10);
    }

    private static UInt rangeEnd(CommandWord operands) {
        return add(
                resize(operands.get(RequantCommand.ROWS), ROW_BITS),
                resize(operands.get(RequantCommand.FIRST_ROW), ROW_BITS));
    }

    private void advance(Bool lastGroup, Bool tileEnd) {
        assign(tileOpen, not(tileEnd));
        assign(group, mux(lastGroup, 0, add(group, 1)));
        when(lastGroup, () -> {
            assign(output, add(output, 1));
            assign(outputsLeft, sub(outputsLeft, 1));
        });
        Bool lastInBlock = named("lastInBlock", eq(tileInBlock, tilesInBlock - 1));
        Bool columns = places.columns(options);
        Bool rowsInBlocks = named("rowsInBlocks", or(options.to(Destination.WGT), columns));
        UInt tileStep = mux(columns, 1, destinationStride);
        places.advance(columns, destinationStride, lastGroup, tileEnd);
        when(tileEnd, () -> {
            assign(output, 0);
            assign(outputsLeft, outTiles);
            assign(firstRow, 0);
            assign(rowsLeft, sub(rowsLeft, tokenTile));
            assign(exponentTile, add(exponentTile, 1));
            assign(residualTile, add(residualTile, residualStride));
            assign(tileInBlock, mux(lastInBlock, 0, add(tileInBlock, 1)));
            when(or(not(rowsInBlocks), lastInBlock), () -> assign(destinationTile, add(destinationTile, tileStep)));
        });
    }

    private void describe(int lanes, Bool tileEnd, Bool finish) {
        assign(step.options, options);
        assign(step.parameterAddress, add(parameterBase, resize(output, 16)));
        assign(step.residualAddress, add(residualTile, resize(output, 16)));
        assign(step.exponentAddress, exponentTile);
        assign(step.address, add(destinationTile, places.offset(output)));
        places.describe(step);
        assign(step.output, output);
        assign(step.group, group);
        assign(step.keyGroup, keyGroup());
        assign(step.mask, pack(list(lanes, lane -> asBits(selected(lane, lanes)))));
        assign(step.tileEnd, tileEnd);
        assign(step.commandEnd, finish);
    }

    /** tileInBlock * groups + group; all three are powers of two. */
    private UInt keyGroup() {
        if (groups == 1) {
            return tileInBlock;
        }
        return tilesInBlock == 1 ? group : asUInt(cat(tileInBlock, group));
    }

    private Bool selected(int lane, int lanes) {
        UInt row = lanes == 1 ? group : asUInt(cat(group, uint(indexWidth(lanes), lane)));
        return and(lt(resize(row, ROW_BITS), rowsLeft), ge(resize(row, ROW_BITS), resize(firstRow, ROW_BITS)));
    }

    private void load() {
        CommandWord operands = command.payload;
        assign(active, true);
        options.load(operands);
        assign(destinationTile, operands.get(RequantCommand.TO.base()));
        assign(destinationStride, operands.get(RequantCommand.TO.stride()));
        assign(parameterBase, operands.get(RequantCommand.PARAMETERS));
        assign(exponentTile, operands.get(RequantCommand.EXPONENTS));
        assign(residualTile, operands.get(RequantCommand.ADDEND.base()));
        assign(residualStride, operands.get(RequantCommand.ADDEND.stride()));
        places.load(operands);
        assign(outTiles, operands.get(RequantCommand.OUT_TILES));
        assign(outputsLeft, operands.get(RequantCommand.OUT_TILES));
        assign(firstRow, operands.get(RequantCommand.FIRST_ROW));
        assign(rowsLeft, rangeEnd(operands));
        assign(output, 0);
        assign(group, 0);
        assign(tileInBlock, 0);
    }
}
