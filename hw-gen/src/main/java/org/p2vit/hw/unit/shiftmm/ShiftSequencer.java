// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.shiftmm;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.Optional;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.program.ShiftMatMulCommand;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * The loops of a SHIFTMM command (architecture §3.1, §3.2): for tile, for head word, for key tile, one step per cycle. A step
 * waits for the tile's token at the first step of a tile, and for {@code room} at the last step of a head word.
 */
final class ShiftSequencer extends HwModule {
    final HwStream<CommandWord> start = slave(stream(CommandWord::new));
    final UInt tiles = out(uint(10));
    final Bool tileReady = in(bool());
    final Bool tileTake = out(bool());
    /** The results of one more head word can be taken. */
    final Bool room = in(bool());

    final Bool step = out(bool());
    final Bool first = out(bool());
    final Bool last = out(bool());
    final UInt valueAddress = out(reg(uint(16)));
    final UInt codeAddress = out(reg(uint(16)));
    /** Which T keys of the code word the step uses, where it holds more. */
    final Optional<UInt> keySlot;
    /** Describes the results, valid with {@code last}. */
    final ResultGroup group;

    private final Bool active = reg(bool(), false);
    private final UInt keyTile = reg(uint(10), 0);
    private final UInt keyTileLast = reg(uint(10));
    private final UInt headWord = reg(uint(10), 0);
    private final UInt headWordLast = reg(uint(10));
    private final UInt rowsLeft = reg(uint(10));
    private final UInt shift = reg(uint(5));
    private final UInt valueBase = reg(uint(16));
    private final UInt valueWord = reg(uint(16));
    private final UInt valueStride = reg(uint(16));
    private final UInt codeTile = reg(uint(16));
    private final UInt codeStride = reg(uint(16));
    private final UInt resultTile = reg(uint(16));
    private final UInt resultStride = reg(uint(16));

    ShiftSequencer(int tokenTile, int word) {
        int slots = word / tokenTile;
        int tileBits = indexWidth(tokenTile);
        keySlot = optional(slots > 1, () -> out(uint(indexWidth(slots))));
        group = out(new ResultGroup(tokenTile));
        CommandWord command = start.payload;

        Bool atTileStart = named("atTileStart", and(eq(keyTile, 0), eq(headWord, 0)));
        Bool wordEnd = named("wordEnd", eq(keyTile, keyTileLast));
        Bool tileEnd = named("tileEnd", and(wordEnd, eq(headWord, headWordLast)));
        Bool lastTile = named("lastTile", le(rowsLeft, tokenTile));
        assign(step, and(active, or(not(atTileStart), tileReady), or(not(wordEnd), room)));
        assign(first, eq(keyTile, 0));
        assign(last, wordEnd);
        assign(tileTake, and(step, atTileStart));
        keySlot.ifPresent(slot -> assign(slot, slice(keyTile, indexWidth(slots) - 1, 0)));

        assign(group.address, add(resultTile, resize(headWord, 16)));
        assign(group.shift, shift);
        UInt partial = sub(slice(rowsLeft, tileBits - 1, 0), 1);
        assign(group.lastRow, mux(lastTile, partial, tokenTile - 1));
        assign(group.endsTile, tileEnd);
        assign(group.endsCommand, and(tileEnd, lastTile));

        Bool slotEnd = keySlot.map(slot -> andReduce(slot)).orElseGet(() -> bool(true));
        when(step, () -> {
            assign(keyTile, add(keyTile, 1));
            assign(valueAddress, add(valueAddress, valueStride));
            when(slotEnd, () -> assign(codeAddress, add(codeAddress, 1)));
            when(wordEnd, () -> {
                UInt following = named("following", add(valueWord, 1));
                assign(keyTile, 0);
                assign(headWord, add(headWord, 1));
                assign(valueWord, following);
                assign(valueAddress, following);
                assign(codeAddress, codeTile);
            });
            when(tileEnd, () -> {
                UInt following = named("followingTile", add(codeTile, codeStride));
                assign(headWord, 0);
                assign(valueWord, valueBase);
                assign(valueAddress, valueBase);
                assign(codeTile, following);
                assign(codeAddress, following);
                assign(resultTile, add(resultTile, resultStride));
                assign(rowsLeft, sub(rowsLeft, tokenTile));
                when(lastTile, () -> assign(active, false));
            });
        });

        // A command is taken with the last step of its predecessor, so that none is lost between them.
        assign(start.ready, or(not(active), and(step, tileEnd, lastTile)));
        UInt rows = command.get(ShiftMatMulCommand.ROWS);
        assign(tiles, resize(shr(add(resize(rows, 11), tokenTile - 1), tileBits), 10));
        when(start.fire(), () -> {
            assign(active, true);
            assign(rowsLeft, rows);
            assign(keyTileLast, resize(shr(sub(command.get(ShiftMatMulCommand.KEYS), 1), tileBits), 10));
            assign(headWordLast, sub(command.get(ShiftMatMulCommand.HEAD_WORDS), 1));
            assign(shift, command.get(ShiftMatMulCommand.SHIFT));
            assign(valueBase, command.get(ShiftMatMulCommand.VALUES.base()));
            assign(valueWord, command.get(ShiftMatMulCommand.VALUES.base()));
            assign(valueAddress, command.get(ShiftMatMulCommand.VALUES.base()));
            assign(valueStride, command.get(ShiftMatMulCommand.VALUES.stride()));
            assign(codeTile, command.get(ShiftMatMulCommand.CODES.base()));
            assign(codeAddress, command.get(ShiftMatMulCommand.CODES.base()));
            assign(codeStride, command.get(ShiftMatMulCommand.CODES.stride()));
            assign(resultTile, command.get(ShiftMatMulCommand.TO.base()));
            assign(resultStride, command.get(ShiftMatMulCommand.TO.stride()));
        });
    }
}
