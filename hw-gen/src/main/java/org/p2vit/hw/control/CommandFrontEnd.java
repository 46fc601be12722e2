// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.control;

import static org.p2vit.hw.dsl.Hdl.*;

import org.p2vit.hw.cell.Fifo;
import org.p2vit.hw.dsl.HwBundle;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.port.SemaphorePort;
import org.p2vit.hw.program.CommandFormat;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * The semaphore side of every unit (architecture §3): hands a command to the unit when its start waits are satisfied, fetches
 * one token ahead for each tile, and gives the signals when the unit reports completion.
 *
 * <p>The unit accepts {@code start} when it has begun the last tile of its previous command; it may still be completing up to
 * {@link #IN_FLIGHT} of them. {@code tiles} is the tile count of the command on {@code start}. To begin a tile the unit waits for
 * {@code tileReady} and raises {@code tileTake} for one cycle. {@code tileDone} and {@code commandDone} (one cycle each, together or the latter
 * alone after the last tile) refer to the oldest uncompleted command.
 *
 * <p>SYNC commands never reach the unit. One that signals waits here until every command before it has completed, one that only
 * waits passes at once. Of a semaphore that the running command takes for its tiles, the next command takes nothing before the last
 * of them: its tokens may depend on that command.
 */
public final class CommandFrontEnd extends HwModule {
    /** Commands that may be started and not completed. */
    public static final int IN_FLIGHT = 4;
    /** Cycles from the acceptance of a command to its first step. */
    public static final int START_CYCLES = 1;
    /** Cycles from a signal to that in which a unit that asks for the token gets it; it goes on a cycle later. */
    public static final int SIGNAL_CYCLES = 4;
    /** Cycles from that in which a token can be asked for to that in which the unit gets it, if it is there. */
    public static final int ASK_CYCLES = 2;

    public final HwStream<CommandWord> command = slave(stream(CommandWord::new));
    public final SemaphorePort semaphore = master(new SemaphorePort());
    public final HwStream<CommandWord> start = master(stream(CommandWord::new));
    public final UInt tiles = in(uint(10));
    public final Bool tileReady = out(bool());
    public final Bool tileTake = in(bool());
    public final Bool tileDone = in(bool());
    public final Bool commandDone = in(bool());

    /** A command is queued, waiting, running or completing. */
    public final Bool occupied = out(bool());

    private final Bool asking = reg(bool(), false);
    private final Bool askingTile = reg(bool());
    /** What the request of the cycle before was for, and {@code taken} speaks of. */
    private final Bool askedTile = regNext(askingTile);

    private final UInt askedId = reg(uint(CommandFormat.SEMAPHORE_BITS));
    private final Bool startATaken = reg(bool(), false);
    private final Bool startBTaken = reg(bool(), false);
    private final UInt tileWait = reg(uint(CommandFormat.SEMAPHORE_BITS), 0);
    /** Nothing is waited for: a register, since a unit goes on in the cycle that it can. */
    private final Bool needsNoToken = reg(bool(), true);

    private final UInt tilesToFetch = reg(uint(10), 0);
    private final Bool tileFetched = reg(bool(), false);
    private final Bits give = reg(bits(SemaphorePort.COUNT), 0);
    private final Fifo<Completion> completions = inst(new Fifo<>(Completion::new, IN_FLIGHT));

    private static final class Completion extends HwBundle {
        public final UInt tile = uint(CommandFormat.SEMAPHORE_BITS);
        public final UInt endA = uint(CommandFormat.SEMAPHORE_BITS);
        public final UInt endB = uint(CommandFormat.SEMAPHORE_BITS);
    }

    public CommandFrontEnd() {
        CommandWord head = command.payload;
        Bool needA = named("needA", and(ne(head.get(CommandFormat.WAIT_START_A), 0), not(startATaken)));
        Bool needB = named("needB", and(ne(head.get(CommandFormat.WAIT_START_B), 0), not(startBTaken)));
        Bool fetchTile = named("fetchTile", and(ne(tilesToFetch, 0), not(tileFetched)));
        UInt headId =
                named("headId", mux(needA, head.get(CommandFormat.WAIT_START_A), head.get(CommandFormat.WAIT_START_B)));
        Bool reserved = named("reserved", and(ne(tilesToFetch, 0), eq(headId, tileWait)));
        Bool waitHead = named("waitHead", and(command.valid, or(needA, needB), not(reserved)));

        // Registers on the way to the semaphores and back: counters of all units are between them.
        // Tile tokens first: they belong to the older command.
        assign(asking, and(or(fetchTile, waitHead), not(semaphore.taken)));
        assign(askingTile, fetchTile);
        assign(askedId, mux(fetchTile, tileWait, headId));
        assign(semaphore.take, asking);
        assign(semaphore.takeId, askedId);
        when(and(semaphore.taken, askedTile), () -> {
            assign(tileFetched, true);
            assign(tilesToFetch, sub(tilesToFetch, 1));
        });
        when(and(semaphore.taken, not(askedTile), needA), () -> assign(startATaken, true));
        when(and(semaphore.taken, not(askedTile), not(needA)), () -> assign(startBTaken, true));

        Bool satisfied = named("satisfied", and(command.valid, not(needA), not(needB)));
        Bool signals = named(
                "signals",
                or(ne(head.get(CommandFormat.SIGNAL_END_A), 0), ne(head.get(CommandFormat.SIGNAL_END_B), 0)));
        Bool synced = named("synced", and(satisfied, not(head.run()), or(not(signals), not(completions.pop.valid))));
        assign(start.valid, and(satisfied, head.run(), completions.push.ready));
        assign(start.payload, head);
        assign(command.ready, or(synced, start.fire()));
        when(command.fire(), () -> {
            assign(startATaken, false);
            assign(startBTaken, false);
        });
        when(start.fire(), () -> {
            assign(tileWait, head.get(CommandFormat.WAIT_TILE));
            assign(needsNoToken, eq(head.get(CommandFormat.WAIT_TILE), 0));
            assign(tilesToFetch, mux(eq(head.get(CommandFormat.WAIT_TILE), 0), 0, tiles));
        });
        assign(tileReady, or(needsNoToken, tileFetched));
        when(tileTake, () -> assign(tileFetched, false));

        assign(completions.push.valid, start.fire());
        assign(completions.push.payload.tile, head.get(CommandFormat.SIGNAL_TILE));
        assign(completions.push.payload.endA, head.get(CommandFormat.SIGNAL_END_A));
        assign(completions.push.payload.endB, head.get(CommandFormat.SIGNAL_END_B));

        Completion oldest = completions.pop.payload;
        assign(completions.pop.ready, commandDone);
        assign(give, 0);
        for (int id = 1; id < SemaphorePort.COUNT; id++) {
            Bool ended = or(eq(oldest.endA, id), eq(oldest.endB, id));
            Bool syncEnded =
                    or(eq(head.get(CommandFormat.SIGNAL_END_A), id), eq(head.get(CommandFormat.SIGNAL_END_B), id));
            Bool tileEnded = eq(oldest.tile, id);
            assign(bit(give, id), or(and(commandDone, ended), and(tileDone, tileEnded), and(synced, syncEnded)));
        }
        assign(semaphore.give, give);
        assign(occupied, or(command.valid, completions.pop.valid));
    }

    /** For a unit whose commands have no tiles. Called by the unit. */
    public void untiled() {
        assign(tiles, 1);
        assign(tileTake, false);
        assign(tileDone, false);
    }
}
