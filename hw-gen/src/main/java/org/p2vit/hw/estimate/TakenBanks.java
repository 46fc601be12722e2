// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import org.p2vit.hw.program.Unit;

/** When REQUANT and SOFTMAX write to the banks of a buffer. LOAD comes last there: a word waits for its bank, and holds up the read channel. */
final class TakenBanks {
    private final Map<Unit, Deque<Writing>> writings = new EnumMap<>(Unit.class);

    /** To banks {@code from} to before {@code to}, in every cycle from {@code begin} to before {@code end}. */
    private record Writing(double begin, double end, int from, int to) {
        boolean takes(double cycle, int bank) {
            return begin <= cycle && bank >= from && bank < to;
        }
    }

    /** {@code unit} writes for so many cycles; later than all that it wrote before. */
    void add(Unit unit, double begin, int cycles, int from, int to) {
        writings.computeIfAbsent(unit, key -> new ArrayDeque<>()).addLast(new Writing(begin, begin + cycles, from, to));
    }

    /** The first cycle from {@code cycle} on in which nobody takes {@code bank}; it does not go back behind that again. */
    double free(double cycle, int bank) {
        double at = cycle;
        while (isTaken(at, bank)) {
            at++;
        }
        return at;
    }

    private boolean isTaken(double cycle, int bank) {
        boolean taken = false;
        for (Deque<Writing> unit : writings.values()) {
            while (!unit.isEmpty() && unit.getFirst().end() <= cycle) {
                unit.removeFirst();
            }
            taken |= !unit.isEmpty() && unit.getFirst().takes(cycle, bank);
        }
        return taken;
    }
}
