// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.p2vit.hw.cell.StreamRegister;
import org.p2vit.hw.control.CommandFrontEnd;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.program.Unit;

/**
 * Replays the command queue of one unit: when each command starts, what it waits for, when it signals. Subclasses know the
 * unit's loop. All times are cycles from start; times that do not exist yet hold the replay up until another unit has produced them.
 */
abstract class UnitReplay {
    final Shared shared;
    private final Unit unit;
    private final int startCycles;
    private final List<Command> commands = new ArrayList<>();
    private final List<Double> dispatched = new ArrayList<>();
    private final List<Double> accepted = new ArrayList<>();
    private final List<Double> completed = new ArrayList<>();
    private final Map<String, Double> waits = new TreeMap<>();
    private Command current;
    /** When the running command lets go of the front end. */
    private double released;

    private double busy;
    /** Commands that were started, SYNC not counted. */
    private int started;
    /** When the next token for a start can be asked for, and that for a tile. */
    private double asks;

    private double tileAsks;

    /** @param startCycles from the acceptance of a command to its first step */
    UnitReplay(Unit unit, Shared shared, int startCycles) {
        this.unit = unit;
        this.shared = shared;
        this.startCycles = startCycles;
    }

    final Unit unit() {
        return unit;
    }

    /** Number of commands that have come so far. */
    final int received() {
        return commands.size();
    }

    /** Puts a command into the queue. */
    final void dispatch(Command command, double cycle) {
        commands.add(command);
        dispatched.add(cycle);
    }

    /** When the {@code n}-th command left the queue; NaN if that is not known yet. */
    final double acceptance(int n) {
        return n < accepted.size() ? accepted.get(n) : Double.NaN;
    }

    /** When the last command was completed. */
    final double end() {
        return completed.isEmpty() ? 0 : completed.get(completed.size() - 1);
    }

    final double busy() {
        return busy;
    }

    /** Whether every command that came is done. */
    final boolean idle() {
        return accepted.size() == commands.size() && completed.size() == started;
    }

    /** Goes as far as the present tokens allow; returns whether anything happened. */
    final boolean advance() {
        boolean moved = false;
        while (current == null ? accept() : run(current)) {
            moved = true;
        }
        return moved;
    }

    /** Begins a command that has left the queue in {@code cycle}. */
    abstract void begin(Command command, double cycle);

    /** One step of the running command as far as this model counts them; false if a token is missing. */
    abstract boolean run(Command command);

    /** The front end may hand out the next command. */
    final void release(double cycle) {
        released = cycle;
        current = null;
    }

    final void work(double cycles) {
        busy += cycles;
    }

    /** Signals a tile of {@code command}. */
    final void tileDone(Command command, double cycle) {
        shared.give(unit, command.sync().tileSignal(), cycle);
    }

    /** Signals the end of {@code command}. */
    final void complete(Command command, double cycle) {
        completed.add(Math.max(cycle, end()));
        shared.give(unit, command.sync().endA(), end());
        shared.give(unit, command.sync().endB(), end());
    }

    final boolean tileTokenMissing(Command command) {
        Semaphore wait = command.sync().tileWait();
        return wait != Semaphore.NONE && !shared.semaphore(wait).available();
    }

    /** Takes the token of a tile that could start in cycle {@code from} without it; returns when it can. */
    final double takeTileToken(Command command, double from) {
        Semaphore wait = command.sync().tileWait();
        if (wait == Semaphore.NONE) {
            return from;
        }
        double taken = Math.max(
                tileAsks + CommandFrontEnd.ASK_CYCLES, shared.semaphore(wait).take() + CommandFrontEnd.SIGNAL_CYCLES);
        double begun = waitFor(shared.name(wait), from, taken + 1);
        tileAsks = begun + 1;
        return begun;
    }

    /** Notes that cycles went by for want of something, and returns the later of the cycles. */
    final double waitFor(String what, double from, double until) {
        if (until > from) {
            waits.merge(what, until - from, Double::sum);
        }
        return Math.max(from, until);
    }

    /** Cycles lost to waiting, by what was waited for. */
    final Map<String, Double> waits() {
        return waits;
    }

    private boolean accept() {
        int n = accepted.size();
        if (n == commands.size()) {
            return false;
        }
        Command command = commands.get(n);
        Sync sync = command.sync();
        boolean runs = command.run();
        double head = Math.max(dispatched.get(n) + 1 + StreamRegister.LATENCY, n == 0 ? 0 : accepted.get(n - 1) + 1);
        double free = runs ? slotFree() : syncFree(sync);
        if (Double.isNaN(free) || missing(sync.startA(), sync.startB()) || missing(sync.startB(), sync.startA())) {
            return false;
        }
        asks = head;
        double cycle = startToken(sync.startA(), Math.max(head, free));
        cycle = startToken(sync.startB(), cycle);
        accepted.add(cycle);
        if (runs) {
            started++;
            current = command;
            tileAsks = cycle + 1;
            begin(command, cycle + startCycles);
        } else {
            shared.give(unit, sync.endA(), cycle);
            shared.give(unit, sync.endB(), cycle);
        }
        return true;
    }

    /** When the unit takes a further command; NaN if that is not known yet. */
    private double slotFree() {
        int oldest = started - CommandFrontEnd.IN_FLIGHT;
        if (oldest < 0) {
            return released;
        }
        return oldest < completed.size() ? Math.max(released, completed.get(oldest) + 1) : Double.NaN;
    }

    /** When a SYNC can go: one that signals after all before it, one that only waits at any time. */
    private double syncFree(Sync sync) {
        boolean signals = sync.endA() != Semaphore.NONE || sync.endB() != Semaphore.NONE;
        if (signals && started > completed.size()) {
            return Double.NaN;
        }
        return signals ? end() + 1 : 0;
    }

    /** Takes a token for the command at the head of the queue; returns when the command can go on. */
    private double startToken(Semaphore semaphore, double cycle) {
        if (semaphore == Semaphore.NONE) {
            return cycle;
        }
        double taken = Math.max(
                asks + CommandFrontEnd.ASK_CYCLES, shared.semaphore(semaphore).take() + CommandFrontEnd.SIGNAL_CYCLES);
        asks = taken + 1;
        return waitFor(shared.name(semaphore), cycle, taken + 1);
    }

    private boolean missing(Semaphore wanted, Semaphore other) {
        if (wanted == Semaphore.NONE) {
            return false;
        }
        return shared.semaphore(wanted).count() < (wanted == other ? 2 : 1);
    }
}
