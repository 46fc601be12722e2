// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.cell;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.function.Supplier;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import spinal.core.Bool;
import spinal.core.Data;
import spinal.core.UInt;

/**
 * First-in first-out queue in LUT memory: a word pushed in one cycle can be popped in the next. Sustains one word per cycle.
 * {@code depth} is a power of two, 2 or more. Not for deep buffers: the read is asynchronous.
 */
public final class Fifo<T extends Data> extends HwModule {
    public final HwStream<T> push;
    public final HwStream<T> pop;
    private final UInt writePointer;
    private final UInt readPointer;
    private final HwMemory<T> storage;

    public Fifo(Supplier<T> type, int depth) {
        check(Integer.bitCount(depth) == 1 && depth >= 2, "FIFO depth " + depth + " is not a power of two above 1");
        push = slave(stream(type));
        pop = master(stream(type));
        storage = memory(type, depth).style(HwMemory.Style.DISTRIBUTED);
        int index = storage.addressWidth();
        // One bit more than the index tells a full queue from an empty one.
        writePointer = reg(uint(index + 1), 0);
        readPointer = reg(uint(index + 1), 0);
        Bool sameIndex = named("sameIndex", eq(slice(writePointer, index - 1, 0), slice(readPointer, index - 1, 0)));
        Bool sameLap = named("sameLap", eq(msb(writePointer), msb(readPointer)));
        assign(push.ready, not(and(sameIndex, not(sameLap))));
        assign(pop.valid, not(and(sameIndex, sameLap)));
        assign(pop.payload, storage.readAsync(slice(readPointer, index - 1, 0)));
        storage.write(push.fire(), slice(writePointer, index - 1, 0), push.payload);
        when(push.fire(), () -> assign(writePointer, add(writePointer, 1)));
        when(pop.fire(), () -> assign(readPointer, add(readPointer, 1)));
    }
}
