// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.matmul;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.List;
import java.util.Optional;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.AccumulatorRows;
import org.p2vit.hw.port.BlockWord;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.UInt;

/**
 * Finished output tiles on their way to REQUANT: takes all T rows in one cycle, gives them out as T/R row groups, one a
 * cycle. A slot holds one output tile or, from a scalable array, two, of which the second goes out after the first. It has no back-pressure on the array: {@code push} comes only when a slot was reserved, and {@code freed} is
 * true for a cycle when one becomes free.
 */
final class AccumulatorQueue extends HwModule {
    private static final int SLOTS = MatMulUnit.ACCUMULATOR_SLOTS;

    public final Bool push = in(bool());

    /** Only with two output tiles in a slot: both are wanted. */
    public final Optional<Bool> pushPair;

    /** T rows of each output tile. */
    public final List<Bits> rows;

    /** Of T rows. */
    public final List<UInt> exponents;

    public final HwStream<AccumulatorRows> pop;
    public final Bool freed = out(bool());
    private final List<HwMemory<Bits>> storage;
    private final List<HwMemory<UInt>> rowExponents;
    private final Optional<HwMemory<Bool>> pairs;
    private final UInt writePointer;
    private final UInt readPointer;
    private final UInt group;
    private final Bool loaded = reg(bool(), false);
    private final AccumulatorRows loadedRows;

    /** @param tiles output tiles in a slot, 1 or 2 */
    AccumulatorQueue(int tokenTile, int word, int lanes, int tiles) {
        boolean paired = tiles > 1;
        int rowBits = AccumulatorRows.BITS * word;
        int groups = tokenTile / lanes;
        pushPair = optional(paired, () -> in(bool()));
        rows = list(tokenTile * tiles, row -> in(bits(rowBits)));
        exponents = list(tokenTile, row -> in(uint(BlockWord.EXPONENT_BITS)));
        pop = master(stream(() -> new AccumulatorRows(lanes, word)));
        storage = list(
                tokenTile * tiles, row -> memory(() -> bits(rowBits), SLOTS).style(HwMemory.Style.DISTRIBUTED));
        rowExponents = list(tokenTile, row -> memory(() -> uint(BlockWord.EXPONENT_BITS), SLOTS)
                .style(HwMemory.Style.DISTRIBUTED));
        pairs = optional(paired, () -> memory(() -> bool(), SLOTS).style(HwMemory.Style.DISTRIBUTED));
        int index = indexWidth(SLOTS);
        // One bit more than the index tells a full queue from an empty one.
        writePointer = reg(uint(index + 1), 0);
        readPointer = reg(uint(index + 1), 0);
        group = reg(uint(indexWidth(groups * tiles)), 0);
        loadedRows = reg(new AccumulatorRows(lanes, word));

        when(push, () -> assign(writePointer, add(writePointer, 1)));
        pairs.ifPresent(memory -> memory.write(push, slice(writePointer, index - 1, 0), pushPair.orElseThrow()));
        for (int row = 0; row < tokenTile; row++) {
            rowExponents.get(row).write(push, slice(writePointer, index - 1, 0), exponents.get(row));
        }
        for (int row = 0; row < storage.size(); row++) {
            storage.get(row).write(push, slice(writePointer, index - 1, 0), rows.get(row));
        }

        Bool load = named("load", and(ne(writePointer, readPointer), or(not(loaded), pop.ready)));
        UInt readSlot = slice(readPointer, index - 1, 0);
        Bool lastOfOne = eq(group, groups - 1);
        Bool lastOfPair = eq(group, groups * tiles - 1);
        Bool lastGroup = named(
                "lastGroup",
                pairs.map(memory -> mux(memory.readAsync(readSlot), lastOfPair, lastOfOne))
                        .orElse(lastOfOne));
        List<Bits> read = list(storage.size(), row -> storage.get(row).readAsync(readSlot));
        List<UInt> readExponents = list(tokenTile, row -> rowExponents.get(row).readAsync(readSlot));
        for (int lane = 0; lane < lanes; lane++) {
            int first = lane;
            Bits chosen = muxByIndex(list(groups * tiles, g -> read.get(g * lanes + first)), group);
            UInt exponent =
                    muxByIndex(list(groups * tiles, g -> readExponents.get((g * lanes + first) % tokenTile)), group);
            when(load, () -> {
                assign(loadedRows.rows.get(first), chosen);
                assign(loadedRows.exponents.get(first), exponent);
            });
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
