// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.control.ControlUnit;
import org.p2vit.hw.control.Dispatcher;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.Unit;

/** Replays a program: fetches and dispatches its commands in order, and lets every unit go as far as it can until all is done. */
final class ProgramReplay {
    private final List<Command> commands;
    private final int queueDepth;
    private final CommandFetch fetch;
    private final ReadChannel channel;
    private final Map<Unit, UnitReplay> units = new EnumMap<>(Unit.class);
    private final List<Double> matMulEnds = new ArrayList<>();
    private int next;
    /** The next command has left the fetch's buffer and waits for its queue. */
    private boolean taken;
    /** When the dispatcher last did something. */
    private double clock;

    ProgramReplay(Program program, int images, AcceleratorConfig config, DramTiming memory) {
        commands = program.commands(images);
        queueDepth = config.control().queueDepth();
        Shared shared = new Shared(config.array());
        AttentionEstimate attention = AttentionEstimate.of(config.attention());
        LoadReplay load = new LoadReplay(shared, config, memory);
        fetch = new CommandFetch(program, images, memory);
        channel = new ReadChannel(memory, List.of(fetch, load));
        List<UnitReplay> all = List.of(
                load,
                new StoreReplay(shared, memory),
                new MatMulReplay(shared, (command, cycle) -> matMulEnds.add(cycle)),
                new RequantReplay(shared, attention),
                new SoftmaxReplay(shared, attention),
                new ShiftMatMulReplay(shared),
                new NormReplay(shared));
        all.forEach(unit -> units.put(unit.unit(), unit));
    }

    /** Runs to the end; returns the cycles from start to done. */
    double run() {
        boolean moved = true;
        while (moved) {
            moved = dispatch();
            for (UnitReplay unit : units.values()) {
                moved |= unit.advance();
            }
            moved = moved || channel.grant();
        }
        if (next < commands.size() || !units.values().stream().allMatch(UnitReplay::idle)) {
            throw new IllegalStateException(
                    "the program waits for a token that no command gives, near command " + next);
        }
        return Math.max(
                        clock,
                        units.values().stream()
                                .mapToDouble(UnitReplay::end)
                                .max()
                                .orElseThrow())
                + ControlUnit.DONE_CYCLES;
    }

    Map<Unit, UnitReplay> units() {
        return units;
    }

    /** Cycle of the last step of each MATMUL command, in program order. */
    List<Double> matMulEnds() {
        return matMulEnds;
    }

    /** A full queue holds up those behind. */
    private boolean dispatch() {
        boolean moved = false;
        while (next < commands.size()) {
            Command command = commands.get(next);
            UnitReplay unit = units.get(command.unit());
            if (!taken) {
                double available = fetch.available(next);
                if (Double.isNaN(available)) {
                    return moved;
                }
                clock = Math.max(clock + 1, available);
                fetch.taken(clock);
                taken = true;
                moved = true;
            }
            double room = unit == null ? 0 : room(unit);
            if (Double.isNaN(room)) {
                return moved;
            }
            clock = Math.max(clock + Dispatcher.DISPATCH_CYCLES, room);
            taken = false;
            if (unit != null) {
                unit.dispatch(command, clock);
            }
            next++;
            moved = true;
        }
        return moved;
    }

    /** When the unit's queue has room for one more command; NaN if not known yet. */
    private double room(UnitReplay unit) {
        // One more has left the queue, for the register behind it.
        int holding = unit.received() - queueDepth - 1;
        return holding < 0 ? 0 : unit.acceptance(holding) + 1;
    }
}
