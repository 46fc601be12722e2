// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.program.Unit;

/** Runs the semaphores of a program one command after the other: the order in which architecture §3 promises that nothing waits. */
final class SemaphoreReplay {
    private final Program program;
    private final List<Command> commands;
    private final Map<Semaphore, Integer> tokens = new EnumMap<>(Semaphore.class);
    private final Map<Semaphore, Unit> consumers = new EnumMap<>(Semaphore.class);

    SemaphoreReplay(Program program, int images) {
        this.program = program;
        this.commands = program.commands(images);
    }

    void run() {
        for (int i = 0; i < commands.size(); i++) {
            Command command = commands.get(i);
            Sync sync = command.sync();
            take(i, command.unit(), sync.startA(), 1);
            take(i, command.unit(), sync.startB(), 1);
            int tiles = command.run() ? tiles(command) : 0;
            take(i, command.unit(), sync.tileWait(), tiles);
            give(sync.tileSignal(), tiles);
            give(sync.endA(), 1);
            give(sync.endB(), 1);
        }
    }

    /** Tokens nobody took; only those that say "free again" may be left. */
    Map<Semaphore, Integer> left() {
        return tokens;
    }

    private int tiles(Command command) {
        int word4 = command.operands()[2];
        int rows = word4 & 0x3ff;
        int first = command.unit() == Unit.REQUANT || command.unit() == Unit.NORM ? word4 >> 20 & 0xf : 0;
        return switch (command.unit()) {
            case MATMUL -> rows;
            case REQUANT, SOFTMAX, SHIFTMM, NORM -> Layout.ceilDiv(first + rows, program.tokenTile());
            default -> 1;
        };
    }

    private void take(int index, Unit unit, Semaphore semaphore, int count) {
        if (semaphore == Semaphore.NONE) {
            return;
        }
        assertThat(consumers.computeIfAbsent(semaphore, key -> unit))
                .as("consumer of %s", semaphore)
                .isEqualTo(unit);
        int available = tokens.getOrDefault(semaphore, 0);
        assertThat(available)
                .as("tokens of %s for command %d, %s", semaphore, index, unit)
                .isGreaterThanOrEqualTo(count);
        tokens.put(semaphore, available - count);
    }

    private void give(Semaphore semaphore, int count) {
        if (semaphore != Semaphore.NONE) {
            tokens.merge(semaphore, count, Integer::sum);
        }
    }
}
