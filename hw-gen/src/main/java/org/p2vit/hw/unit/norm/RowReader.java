// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.norm;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.program.NormCommand;
import spinal.core.Bool;
import spinal.core.UInt;

/** The loops of a NORM command (architecture §3.1): for each row its words. Takes the tile's token before the first row of a tile. */
final class RowReader extends HwModule {
    final HwStream<CommandWord> start = slave(stream(CommandWord::new));
    final UInt tiles = out(uint(10));
    final Bool tileReady = in(bool());
    final Bool tileTake = out(bool());

    /** Asks for the residual-stream word at {@code address} of bank {@code bank}, until granted. */
    final Bool ask = out(bool());

    final Bool grant = in(bool());
    final UInt address = out(uint(16));
    final Bool first = out(bool());
    final Bool last = out(bool());
    /** There is room for a further row and a further word. */
    final Bool rowRoom = in(bool());

    final Bool wordRoom = in(bool());
    /** A row begins, described by {@code row}. */
    final Bool rowBegins = out(bool());

    final NormRow row;

    private final Bool active = reg(bool(), false);
    private final Bool atTileStart = reg(bool(), false);
    private final UInt rowsLeft = reg(uint(10));
    final UInt bank;
    private final UInt rotation;
    /** The index of the word that is asked for. */
    private final UInt word;

    private final UInt lastWord;
    private final UInt streamTile = reg(uint(16));
    private final UInt streamStride = reg(uint(16));
    private final UInt resultTile = reg(uint(16));
    private final UInt resultStride = reg(uint(16));
    private final UInt parameters = reg(uint(16));
    private final UInt channels = reg(uint(RowScale.CHANNEL_BITS));
    private final UInt shift = reg(uint(5));

    RowReader(NormShape shape) {
        word = reg(uint(shape.wordBits()), 0);
        row = out(new NormRow(shape));
        int tileBits = indexWidth(shape.tokenTile());
        bank = out(reg(uint(tileBits)));
        rotation = reg(uint(tileBits));
        lastWord = reg(uint(shape.wordBits()));

        assign(first, eq(word, 0));
        assign(last, eq(word, lastWord));
        Bool rowAllowed = named("rowAllowed", and(rowRoom, or(not(atTileStart), tileReady)));
        assign(ask, and(active, wordRoom, or(not(first), rowAllowed)));
        assign(address, add(streamTile, resize(word, 16)));

        Bool taken = named("taken", and(ask, grant));
        Bool rowEnd = named("rowEnd", and(taken, last));
        Bool lastRow = named("lastRow", eq(rowsLeft, 1));
        Bool tileEnd = named("tileEnd", or(lastRow, andReduce(bank)));
        assign(tileTake, and(taken, first, atTileStart));
        assign(rowBegins, and(taken, first));
        when(taken, () -> assign(word, mux(last, constantLike(word, 0), add(word, 1))));
        when(tileTake, () -> assign(atTileStart, false));
        when(rowEnd, () -> {
            assign(rowsLeft, sub(rowsLeft, 1));
            assign(bank, add(bank, 1));
            when(tileEnd, () -> {
                assign(atTileStart, true);
                assign(streamTile, add(streamTile, streamStride));
                assign(resultTile, add(resultTile, resultStride));
            });
            when(lastRow, () -> assign(active, false));
        });

        assign(row.address, resultTile);
        assign(row.bank, add(bank, rotation));
        assign(row.lastWord, lastWord);
        assign(row.parameters, parameters);
        assign(row.channels, channels);
        assign(row.shift, shift);
        assign(row.endsTile, tileEnd);
        assign(row.endsCommand, lastRow);
        accept(shape, and(rowEnd, lastRow));
    }

    private void accept(NormShape shape, Bool commandEnd) {
        CommandWord command = start.payload;
        int tileBits = indexWidth(shape.tokenTile());
        UInt rows = command.get(NormCommand.ROWS);
        UInt firstRow = command.get(NormCommand.FIRST_ROW, tileBits);
        UInt rounding = uint(11, shape.tokenTile() - 1);
        UInt reached = named("reached", add(add(resize(rows, 11), resize(firstRow, 11)), rounding));
        assign(tiles, resize(shr(reached, tileBits), 10));
        assign(start.ready, or(not(active), commandEnd));
        when(start.fire(), () -> {
            assign(active, true);
            assign(atTileStart, true);
            assign(rowsLeft, rows);
            assign(bank, firstRow);
            assign(rotation, command.get(NormCommand.ROTATION, tileBits));
            assign(lastWord, resize(sub(command.get(NormCommand.DIM_WORDS), 1), shape.wordBits()));
            assign(resultTile, command.get(NormCommand.TO.base()));
            assign(resultStride, command.get(NormCommand.TO.stride()));
            assign(streamTile, command.get(NormCommand.STREAM.base()));
            assign(streamStride, command.get(NormCommand.STREAM.stride()));
            assign(parameters, command.get(NormCommand.PARAMETERS));
            assign(channels, command.get(NormCommand.CHANNELS));
            assign(shift, command.get(NormCommand.SHIFT));
        });
    }
}
