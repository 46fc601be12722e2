// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.softmax;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.Optional;
import org.p2vit.hw.cell.CreditCounter;
import org.p2vit.hw.dsl.Hdl;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.program.SoftmaxCommand;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * Runs commands as far as REQUANT is concerned: promises room for the tiles of the command (and for no other), gives each
 * started tile a slot and remembers what belongs to it, and follows the logits that arrive.
 *
 * <p>A tile may be started while logits of its predecessors are still coming. A slot is free again after {@code release}.
 */
final class TileIntake extends HwModule {
    final HwStream<CommandWord> start = slave(stream(CommandWord::new));
    final UInt tiles = out(uint(10));
    final Bool tileReady = in(bool());
    final Bool tileTake = out(bool());
    final Bool tileFree = out(bool());
    final Bool tileStart = in(bool());

    final Bool arriving = in(bool());
    final UInt arrivingWord = in(uint(10));
    final UInt arrivingGroup;
    /** The arriving word is the last of its row. */
    final Bool atLastWord = out(bool());

    final UInt lastKey;
    final UInt slot = out(reg(uint(indexWidth(SoftmaxShape.SLOTS)), 0));
    /** The last logits of a tile arrive. */
    final Bool tileArrived = out(bool());

    /** Slot whose {@code context} is asked for. */
    final UInt readSlot = in(uint(indexWidth(SoftmaxShape.SLOTS)));

    final TileContext context;
    final Bool release = in(bool());

    private final Bool active = reg(bool(), false);
    private final Bool free = reg(bool(), false);
    private final UInt startSlot = reg(uint(indexWidth(SoftmaxShape.SLOTS)), 0);
    private final CreditCounter slotsTaken = CreditCounter.taken(SoftmaxShape.SLOTS);
    private final UInt rowsLeft = reg(uint(10));
    private final UInt codeStride = reg(uint(16));
    private final UInt shift = reg(uint(5));
    private final UInt address = reg(uint(16));
    private final Optional<UInt> divisorAddress;

    private final UInt rowLastWord;
    private final UInt rowLastKey;
    private final HwMemory<TileContext> contexts;

    TileIntake(SoftmaxShape shape) {
        int tileBits = indexWidth(shape.tokenTile());
        int keyBits = indexWidth(shape.word());
        arrivingGroup = in(uint(indexWidth(shape.groups())));
        lastKey = out(uint(keyBits));
        context = out(new TileContext(shape));
        divisorAddress = shape.divisorAddress().map(Hdl::reg);
        rowLastWord = reg(uint(shape.wordBits()));
        rowLastKey = reg(uint(keyBits));
        contexts = memory(() -> new TileContext(shape), SoftmaxShape.SLOTS).style(HwMemory.Style.DISTRIBUTED);

        Bool lastTile = named("lastTile", le(rowsLeft, shape.tokenTile()));
        UInt partial = sub(slice(rowsLeft, tileBits - 1, 0), 1);
        TileContext stored = named("stored", wire(new TileContext(shape)));
        assign(stored.lastWord, rowLastWord);
        assign(stored.lastKey, rowLastKey);
        assign(stored.lastRow, mux(lastTile, partial, shape.tokenTile() - 1));
        assign(stored.shift, shift);
        assign(stored.address, address);
        assign(stored.endsCommand, lastTile);
        divisorAddress.ifPresent(divisors -> {
            assign(stored.divisorAddress.orElseThrow(), divisors);
            when(tileStart, () -> assign(divisors, add(divisors, 1)));
            when(start.fire(), () -> assign(divisors, start.payload.get(SoftmaxCommand.DIVISORS)));
        });
        contexts.write(tileStart, startSlot, stored);
        // A register, and a cycle without a command after its last tile: REQUANT, MATMUL and the queue of commands
        // follow at once.
        assign(free, and(active, tileReady, slotsTaken.room(), not(tileStart)));
        assign(tileFree, free);
        assign(tileTake, tileStart);
        when(tileStart, () -> {
            assign(startSlot, add(startSlot, 1));
            assign(rowsLeft, sub(rowsLeft, shape.tokenTile()));
            assign(address, add(address, codeStride));
            when(lastTile, () -> assign(active, false));
        });
        slotsTaken.count(tileStart, release);

        TileContext expected = named("expected", contexts.readAsync(slot));
        assign(atLastWord, eq(slice(arrivingWord, shape.wordBits() - 1, 0), expected.lastWord));
        assign(lastKey, expected.lastKey);
        assign(tileArrived, and(arriving, atLastWord, eq(arrivingGroup, shape.groups() - 1)));
        when(tileArrived, () -> assign(slot, add(slot, 1)));
        assign(context, contexts.readAsync(readSlot));

        CommandWord command = start.payload;
        assign(start.ready, not(active));
        UInt rows = command.get(SoftmaxCommand.ROWS);
        UInt finalKey = named("finalKey", sub(command.get(SoftmaxCommand.KEYS), 1));
        assign(tiles, resize(shr(add(resize(rows, 11), shape.tokenTile() - 1), tileBits), 10));
        when(start.fire(), () -> {
            assign(active, true);
            assign(rowsLeft, rows);
            assign(codeStride, command.get(SoftmaxCommand.CODES.stride()));
            assign(address, command.get(SoftmaxCommand.CODES.base()));
            assign(shift, command.get(SoftmaxCommand.SHIFT));
            assign(rowLastWord, resize(shr(finalKey, keyBits), shape.wordBits()));
            assign(rowLastKey, slice(finalKey, keyBits - 1, 0));
        });
    }
}
