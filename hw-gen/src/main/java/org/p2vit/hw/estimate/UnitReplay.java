// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.program.Unit;

/**
 * Replays the command queue of one unit: when each command starts, what it waits for, when it signals. Subclasses know the
 * unit's loop. All times are cycles from start; times that do not exist yet hold the replay up until another unit has produced them.
 */
abstract class UnitReplay {
    /** Commands that may be started and not completed. */
    private static final int IN_FLIGHT = 4;
    /** From the acceptance of a command to its first step. */
    private static final int START_CYCLES = 2;
    /** From a signal to the step of a unit that waited for it. */
    private static final int SIGNAL_CYCLES = 3;

    final Shared shared;
    private final Unit unit;
    private final List<QueuedCommand> commands = new ArrayList<>();
    private final List<Double> dispatched = new ArrayList<>();
    private final List<Double> accepted = new ArrayList<>();
    private final List<Double> completed = new ArrayList<>();
    private final Map<String, Double> waits = new TreeMap<>();
    private QueuedCommand current;
    /** When the running command lets go of the front end. */
    private double released;

    private double busy;

    UnitReplay(Unit unit, Shared shared) {
        this.unit = unit;
        this.shared = shared;
    }

    final Unit unit() {
        return unit;
    }

    /** Number of commands that have come so far. */
    final int received() {
        return commands.size();
    }

    /** Puts a command into the queue. */
    final void dispatch(QueuedCommand command, double cycle) {
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
        return completed.size() == commands.size();
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
    abstract void begin(QueuedCommand command, double cycle);

    /** One step of the running command as far as this model counts them; false if a token is missing. */
    abstract boolean run(QueuedCommand command);

    /** The front end may hand out the next command. */
    final void release(double cycle) {
        released = cycle;
        current = null;
    }

    final void work(double cycles) {
        busy += cycles;
    }

    /** Signals a tile of {@code command}. */
    final void tileDone(QueuedCommand command, double cycle) {
        shared.give(unit, command.command().sync().tileSignal(), cycle);
    }

    /** Signals the end of {@code command}. */
    final void complete(QueuedCommand command, double cycle) {
        completed.add(Math.max(cycle, end()));
        shared.give(unit, command.command().sync().endA(), end());
        shared.give(unit, command.command().sync().endB(), end());
    }

    final boolean tileTokenMissing(QueuedCommand command) {
        Semaphore wait = command.command().sync().tileWait();
        return wait != Semaphore.NONE && !shared.semaphore(wait).available();
    }

    /** Takes the token of a tile that could start in cycle {@code from} without it; returns when it can. */
    final double takeTileToken(QueuedCommand command, double from) {
        return taken(command.command().sync().tileWait(), from);
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
        if (n == commands.size() || n - completed.size() >= IN_FLIGHT) {
            return false;
        }
        Sync sync = commands.get(n).command().sync();
        if (missing(sync.startA(), sync.startB()) || missing(sync.startB(), sync.startA())) {
            return false;
        }
        double cycle = Math.max(released, dispatched.get(n) + 1);
        if (n >= IN_FLIGHT) {
            cycle = Math.max(cycle, completed.get(n - IN_FLIGHT) + 1);
        }
        cycle = taken(sync.startA(), cycle);
        cycle = taken(sync.startB(), cycle);
        accepted.add(cycle);
        QueuedCommand command = commands.get(n);
        if (command.command().run()) {
            current = command;
            begin(command, cycle + START_CYCLES);
        } else {
            released = cycle + 1;
            complete(command, cycle + 1);
        }
        return true;
    }

    private boolean missing(Semaphore wanted, Semaphore other) {
        if (wanted == Semaphore.NONE) {
            return false;
        }
        return shared.semaphore(wanted).count() < (wanted == other ? 2 : 1);
    }

    private double taken(Semaphore semaphore, double from) {
        if (semaphore == Semaphore.NONE) {
            return from;
        }
        return waitFor(shared.name(semaphore), from, shared.semaphore(semaphore).take() + SIGNAL_CYCLES);
    }
}
