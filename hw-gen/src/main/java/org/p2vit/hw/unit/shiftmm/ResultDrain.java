// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.shiftmm;

import static org.p2vit.hw.dsl.Hdl.*;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.cell.Fifo;
import org.p2vit.hw.cell.SumReciprocal;
import org.p2vit.hw.cell.ValidPipeline;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import spinal.core.Bits;
import spinal.core.Bool;
import spinal.core.SInt;
import spinal.core.UInt;

/**
 * Takes the finished sums of a token tile aside, divides them row by row by the sum of the row's weights, rounds and saturates them
 * (numeric contract §5.2) and queues the words.
 *
 * <p>The sequencer reserves at the last step of a head word, in a cycle with {@code room}; {@code capture} follows after a
 * fixed number of cycles. {@code room} guarantees that by then the previous sums are drained and that the queue takes every word, so nothing
 * behind a reservation ever waits.
 */
final class ResultDrain extends HwModule {
    private static final int SUM_BITS = ShiftLane.SUM_BITS;
    /** From the selection of a row to the magnitude of its weights, and to its result. */
    private static final int SCALED = SumReciprocal.LATENCY;

    static final int LATENCY = SCALED + MeanLane.STAGES;

    final Bool room = out(bool());
    final Bool reserve = in(bool());
    final UInt reserveLastRow;
    final Bool capture = in(bool());
    final ResultGroup group;
    final List<List<SInt>> sums;
    /** Z of each row. */
    final List<UInt> weightSums;

    final HwStream<ResultWord> results;
    /** Something is on its way to the queue. */
    final Bool moving = out(bool());

    private final UInt spacing;
    private final UInt reserved;
    private final List<Bits> held;
    private final List<UInt> heldWeights;
    private final ResultGroup heldGroup;
    private final UInt row;
    private final Bool draining = reg(bool(), false);
    /** Begins with the selection of a row. */
    private final ValidPipeline stages;

    private final SumReciprocal rowReciprocal = inst(new SumReciprocal(WeightLane.SUM_BITS, WeightLane.LEAST));
    private final Fifo<ResultWord> queue;

    ResultDrain(int tokenTile, int word) {
        int rowBits = indexWidth(tokenTile);
        int depth = Math.max(32, 4 * tokenTile);
        reserveLastRow = in(uint(rowBits));
        group = in(new ResultGroup(tokenTile));
        sums = list(tokenTile, r -> list(word, channel -> in(sint(SUM_BITS))));
        weightSums = list(tokenTile, r -> in(uint(WeightLane.SUM_BITS)));
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
        heldWeights = list(tokenTile, r -> regNextWhen(weightSums.get(r), capture));
        heldGroup = regNextWhen(group, capture);
        row = reg(uint(rowBits), 0);
        Bool lastRow = named("lastRow", eq(row, heldGroup.lastRow));
        when(draining, () -> assign(row, add(row, 1)));
        when(and(draining, lastRow), () -> assign(draining, false));
        when(capture, () -> {
            assign(draining, true);
            assign(row, 0);
        });

        stages = named("valid", new ValidPipeline(draining, LATENCY));
        deliver(divided(word), lastRow);
    }

    /** The results of the row that was selected {@link #LATENCY} cycles ago. */
    private List<SInt> divided(int word) {
        Bits selected = named("selected", stages.hold(muxByIndex(held, row), 0));
        UInt weightSum = named("weightSum", stages.hold(muxByIndex(heldWeights, row), 0));
        UInt shift = named("shift", stages.hold(heldGroup.shift, 0));
        assign(rowReciprocal.start, stages.at(1));
        assign(rowReciprocal.sum, weightSum);
        for (int stage = 1; stage < SCALED; stage++) {
            selected = named("selected_" + stage, stages.hold(selected, stage));
        }
        for (int stage = 1; stage < SCALED + MeanLane.SHIFT_STAGE; stage++) {
            shift = named("shift_" + stage, stages.hold(shift, stage));
        }

        List<SInt> results8 = new ArrayList<>();
        for (int channel = 0; channel < word; channel++) {
            MeanLane lane = named("lane_" + channel, inst(new MeanLane()));
            assign(lane.sum, asSInt(word(selected, channel, SUM_BITS)));
            assign(lane.magnitude, rowReciprocal.magnitude);
            assign(lane.reciprocal, rowReciprocal.reciprocal);
            assign(lane.shift, shift);
            stages.enable(lane.advance, SCALED);
            results8.add(lane.result);
        }
        return results8;
    }

    private void deliver(List<SInt> results8, Bool lastRow) {
        ResultWord into = queue.push.payload;
        assign(queue.push.valid, stages.at(LATENCY));
        assign(into.write.address, delay("address", heldGroup.address, LATENCY));
        assign(into.write.group, delay("bank", row, LATENCY));
        assign(into.write.mask, 1);
        assign(into.write.data.get(0), pack(results8));
        assign(into.endsTile, delay("endsTile", and(lastRow, heldGroup.endsTile), LATENCY));
        assign(into.endsCommand, delay("endsCommand", and(lastRow, heldGroup.endsCommand), LATENCY));
        assign(moving, stages.moving());
    }
}
