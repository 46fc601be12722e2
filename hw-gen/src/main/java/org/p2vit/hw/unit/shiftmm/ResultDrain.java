// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.shiftmm;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.cell.Fifo;
import org.p2vit.hw.cell.RoundShift;
import org.p2vit.hw.cell.Saturate8;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * Takes the finished sums of a token tile aside, rounds and saturates them row by row (numeric contract §5.2) and queues the words.
 *
 * <p>The sequencer reserves at the last step of a head word, in a cycle with {@code room}; {@code capture} follows after a
 * fixed number of cycles. {@code room} guarantees that by then the previous sums are drained and that the queue takes every word, so nothing
 * behind a reservation ever waits.
 */
final class ResultDrain extends HwModule {
    private static final int SUM_BITS = ShiftLane.SUM_BITS;

    final Bool room = out(bool());
    final Bool reserve = in(bool());
    final UInt reserveLastRow;
    final Bool capture = in(bool());
    final ResultGroup group;
    final List<List<SInt>> sums;
    final HwStream<ResultWord> results;
    /** Something is on its way to the queue. */
    final Bool moving = out(bool());

    private final UInt spacing;
    private final UInt reserved;
    private final List<Bits> held;
    private final ResultGroup heldGroup;
    private final UInt row;
    private final Bool draining = reg(bool(), false);
    private final Fifo<ResultWord> queue;

    ResultDrain(int tokenTile, int word) {
        int rowBits = indexWidth(tokenTile);
        int depth = Math.max(32, 4 * tokenTile);
        reserveLastRow = in(uint(rowBits));
        group = in(new ResultGroup(tokenTile));
        sums = list(tokenTile, r -> list(word, channel -> in(sint(SUM_BITS))));
        results = master(stream(() -> new ResultWord(tokenTile, word)));
        queue = inst(new Fifo<>(() -> new ResultWord(tokenTile, word), depth));
        queue.pop.to(results);

        spacing = reg(uint(rowBits), 0);
        reserved = reg(uint(indexWidth(depth + 1)), 0);
        UInt taken = named("taken", mux(results.fire(), constantLike(reserved, 1), constantLike(reserved, 0)));
        UInt asked = add(resize(reserveLastRow, width(reserved)), 1);
        assign(room, and(eq(spacing, 0), le(reserved, depth - tokenTile)));
        when(ne(spacing, 0), () -> assign(spacing, sub(spacing, 1)));
        when(reserve, () -> assign(spacing, reserveLastRow));
        assign(reserved, sub(mux(reserve, add(reserved, asked), reserved), taken));

        held = list(tokenTile, r -> regNextWhen(pack(sums.get(r)), capture));
        heldGroup = regNextWhen(group, capture);
        row = reg(uint(rowBits), 0);
        Bool lastRow = named("lastRow", eq(row, heldGroup.lastRow));
        when(draining, () -> assign(row, add(row, 1)));
        when(and(draining, lastRow), () -> assign(draining, false));
        when(capture, () -> {
            assign(draining, true);
            assign(row, 0);
        });

        round(tokenTile, word, lastRow);
    }

    private void round(int tokenTile, int word, Bool lastRow) {
        Bits selected = named("selected", regNextWhen(muxByIndex(held, row), draining));
        UInt shift = named("shift", regNextWhen(heldGroup.shift, draining));
        Bool rounding = named("rounding_0", regNext(draining, false));
        Bool roundingLate = named("rounding_1", regNext(rounding, false));
        Bool rounded = named("rounded", regNext(roundingLate, false));
        List<SInt> results8 = new ArrayList<>();
        for (int channel = 0; channel < word; channel++) {
            RoundShift roundShift = named("roundShift_" + channel, inst(new RoundShift(SUM_BITS)));
            Saturate8 saturate = named("saturate_" + channel, inst(new Saturate8(SUM_BITS)));
            assign(roundShift.value, asSInt(word(selected, channel, SUM_BITS)));
            assign(roundShift.shift, shift);
            assign(roundShift.advance.get(0), rounding);
            assign(roundShift.advance.get(1), roundingLate);
            assign(saturate.value, roundShift.result);
            results8.add(saturate.result);
        }
        int late = 1 + RoundShift.LATENCY;
        ResultWord into = queue.push.payload;
        assign(queue.push.valid, rounded);
        assign(into.write.address, delay("address", heldGroup.address, late));
        assign(into.write.group, delay("bank", row, late));
        assign(into.write.mask, 1);
        assign(into.write.data.get(0), pack(results8));
        assign(into.endsTile, delay("endsTile", and(lastRow, heldGroup.endsTile), late));
        assign(into.endsCommand, delay("endsCommand", and(lastRow, heldGroup.endsCommand), late));
        assign(moving, or(draining, rounding, roundingLate, rounded));
    }
}
