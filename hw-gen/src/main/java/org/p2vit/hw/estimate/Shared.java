// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.program.Buffer;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.Unit;
import org.p2vit.hw.unit.matmul.MatMulUnit;
import org.p2vit.hw.unit.softmax.SoftmaxUnit;

/** What the units of a replay pass to each other: semaphores, and the hardware queues between neighbours. */
final class Shared {
    final ArrayConfig array;
    /** MATMUL to REQUANT: an output tile is there. */
    final Tokens accumulators = new Tokens();
    /** For each of those, whether it is the last in its slot. */
    final Deque<Boolean> slotEnds = new ArrayDeque<>();
    /** REQUANT to MATMUL. */
    final Tokens accumulatorSlots = Tokens.of(MatMulUnit.ACCUMULATOR_SLOTS);
    /** SOFTMAX to REQUANT: a tile of logits may start. */
    final Tokens logitTiles = new Tokens();
    /** REQUANT to SOFTMAX: a tile of logits has started. */
    final Tokens logitStarts = new Tokens();
    /** REQUANT to SOFTMAX: all logits of a tile are there. */
    final Tokens logitArrivals = new Tokens();
    /** Within SOFTMAX. */
    final Tokens logitSlots = Tokens.of(SoftmaxUnit.LOGIT_SLOTS);

    /** REQUANT before NORM: reads of the residual stream. */
    final ResidualReads residualReads;

    private final Map<Buffer, TakenBanks> taken = new EnumMap<>(Buffer.class);
    private final Map<Semaphore, Tokens> semaphores = new EnumMap<>(Semaphore.class);
    private final Map<Semaphore, Unit> givers = new EnumMap<>(Semaphore.class);

    Shared(ArrayConfig array) {
        this.array = array;
        residualReads = new ResidualReads(array.tokenTile() / array.postPipes());
    }

    /** When units that LOAD waits for write to a buffer. */
    TakenBanks taken(Buffer buffer) {
        return taken.computeIfAbsent(buffer, key -> new TakenBanks());
    }

    Tokens semaphore(Semaphore semaphore) {
        return semaphores.computeIfAbsent(semaphore, id -> new Tokens());
    }

    /** Who is waited for at a semaphore that has been given to. */
    String name(Semaphore semaphore) {
        return givers.get(semaphore) + " (" + semaphore + ")";
    }

    /** {@code unit} gives a token, if {@code semaphore} is one. */
    void give(Unit unit, Semaphore semaphore, double cycle) {
        if (semaphore != Semaphore.NONE) {
            givers.put(semaphore, unit);
            semaphore(semaphore).give(cycle);
        }
    }

    /** Output tiles or depth steps that hold {@code keys} tokens, T at a time. */
    int tiles(int rows) {
        return array.tiles(rows);
    }
}
