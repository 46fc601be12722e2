// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.matmul;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.AccumulatorRows;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * Finished output tiles on their way to REQUANT: takes all T rows in one cycle, gives them out as T/R row groups, one a
 * cycle. It has no back-pressure on the array: {@code push} comes only when a slot was reserved, and {@code freed} is
 * true for a cycle when one becomes free.
 */
final class AccumulatorQueue extends HwModule {
    private static final int SLOTS = MatMulUnit.ACCUMULATOR_SLOTS;

    public final Bool push = in(bool());
    public final List<Bits> rows;
    public final HwStream<AccumulatorRows> pop;
    public final Bool freed = out(bool());
    private final List<HwMemory<Bits>> storage;
    private final UInt writePointer;
    private final UInt readPointer;
    private final UInt group;
    private final Bool loaded = reg(bool(), false);
    private final AccumulatorRows loadedRows;

    AccumulatorQueue(int tokenTile, int word, int lanes) {
        int rowBits = AccumulatorRows.BITS * word;
        int groups = tokenTile / lanes;
        rows = list(tokenTile, row -> in(bits(rowBits)));
        pop = master(stream(() -> new AccumulatorRows(lanes, word)));
        storage = list(tokenTile, row -> memory(() -> bits(rowBits), SLOTS).style(HwMemory.Style.DISTRIBUTED));
        int index = indexWidth(SLOTS);
        // One bit more than the index tells a full queue from an empty one.
        writePointer = reg(uint(index + 1), 0);
        readPointer = reg(uint(index + 1), 0);
        group = reg(uint(indexWidth(groups)), 0);
        loadedRows = reg(new AccumulatorRows(lanes, word));

        when(push, () -> assign(writePointer, add(writePointer, 1)));
        for (int row = 0; row < tokenTile; row++) {
            storage.get(row).write(push, slice(writePointer, index - 1, 0), rows.get(row));
        }

        Bool load = named("load", and(ne(writePointer, readPointer), or(not(loaded), pop.ready)));
        Bool lastGroup = named("lastGroup", eq(group, groups - 1));
        List<Bits> read = list(tokenTile, row -> storage.get(row).readAsync(slice(readPointer, index - 1, 0)));
        for (int lane = 0; lane < lanes; lane++) {
            int first = lane;
            Bits chosen = muxByIndex(list(groups, g -> read.get(g * lanes + first)), group);
            when(load, () -> assign(loadedRows.rows.get(first), chosen));
        }
        when(pop.ready, () -> assign(loaded, false));
        when(load, () -> {
            assign(loaded, true);
            assign(group, mux(lastGroup, 0, add(group, 1)));
        });
        assign(freed, and(load, lastGroup));
        when(freed, () -> assign(readPointer, add(readPointer, 1)));
        assign(pop.valid, loaded);
        assign(pop.payload, loadedRows);
    }
}
