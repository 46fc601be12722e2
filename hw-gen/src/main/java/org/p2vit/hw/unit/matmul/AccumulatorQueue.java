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
 * true for a cycle after one became free.
 */
final class AccumulatorQueue extends HwModule {
    private static final int SLOTS = MatMulUnit.ACCUMULATOR_SLOTS;
    /** Of whose memories a set of pointers drives the addresses. */
    private static final int CONTROLLED_ROWS = 2;

    public final Bool push = in(bool());

    /** Only with two output tiles in a slot: both are wanted. */
    public final Optional<Bool> pushPair;

    /** T rows of each output tile. */
    public final List<Bits> rows;

    /** Of T rows. */
    public final List<UInt> exponents;

    public final HwStream<AccumulatorRows> pop;
    public final Bool freed = out(reg(bool(), false));
    private final List<HwMemory<Bits>> storage;
    private final List<HwMemory<UInt>> rowExponents;
    private final Optional<HwMemory<Bool>> pairs;
    private final List<QueueControl> controls;
    private final AccumulatorRows loadedRows;

    /** @param tiles output tiles in a slot, 1 or 2 */
    AccumulatorQueue(int tokenTile, int word, int lanes, int tiles) {
        boolean paired = tiles > 1;
        int rowBits = AccumulatorRows.BITS * word;
        int groups = tokenTile * tiles / lanes;
        pushPair = optional(paired, () -> in(bool()));
        rows = list(tokenTile * tiles, row -> in(bits(rowBits)));
        exponents = list(tokenTile, row -> in(uint(BlockWord.EXPONENT_BITS)));
        pop = master(stream(() -> new AccumulatorRows(lanes, word)));
        storage = list(
                tokenTile * tiles, row -> memory(() -> bits(rowBits), SLOTS).style(HwMemory.Style.DISTRIBUTED));
        rowExponents = list(tokenTile, row -> memory(() -> uint(BlockWord.EXPONENT_BITS), SLOTS)
                .style(HwMemory.Style.DISTRIBUTED));
        pairs = optional(paired, () -> memory(() -> bool(), SLOTS).style(HwMemory.Style.DISTRIBUTED));
        loadedRows = reg(new AccumulatorRows(lanes, word));
        controls = list(
                rows.size() / CONTROLLED_ROWS,
                part -> named("control_" + part, new QueueControl(SLOTS, groups, push, pop.ready)));

        QueueControl control = controls.get(0);
        pairs.ifPresent(memory -> memory.write(push, control.writeSlot(), pushPair.orElseThrow()));
        Bool last = control.atGroup(groups - 1);
        Bool lastGroup = named(
                "lastGroup",
                pairs.map(memory -> mux(memory.readAsync(control.readSlot()), last, control.atGroup(groups / 2 - 1)))
                        .orElse(last));
        controls.forEach(part -> part.advance(lastGroup));
        List<Bits> read = list(storage.size(), row -> {
            storage.get(row).write(push, controlOf(row).writeSlot(), rows.get(row));
            return storage.get(row).readAsync(controlOf(row).readSlot());
        });
        List<UInt> readExponents = list(tokenTile, row -> {
            rowExponents.get(row).write(push, controlOf(row).writeSlot(), exponents.get(row));
            return rowExponents.get(row).readAsync(controlOf(row).readSlot());
        });
        for (int lane = 0; lane < lanes; lane++) {
            int first = lane;
            QueueControl mine = controls.get(lane % controls.size());
            Bits chosen = muxByIndex(list(groups, g -> read.get(g * lanes + first)), mine.group);
            UInt exponent =
                    muxByIndex(list(groups, g -> readExponents.get((g * lanes + first) % tokenTile)), mine.group);
            when(mine.load, () -> {
                assign(loadedRows.rows.get(first), chosen);
                assign(loadedRows.exponents.get(first), exponent);
            });
        }
        assign(freed, and(control.load, lastGroup));
        assign(pop.valid, control.loaded);
        assign(pop.payload, loadedRows);
    }

    private QueueControl controlOf(int row) {
        return controls.get(row / CONTROLLED_ROWS);
    }
}
