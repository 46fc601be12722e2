// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.MatMulCommand;
import org.p2vit.hw.program.RequantCommand;
import org.p2vit.hw.program.RowRange;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.SoftmaxCommand;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.program.Unit;

/**
 * A·V on the array, right behind the logits of the same head: softmax is a tile or two behind them, and the first tile's codes are
 * there long before the last tile's logits.
 *
 * <p>All heads share one place, and no token says that it is free: MATMUL reads queries, keys, codes and values in the order of its
 * commands, and everything that replaces them comes from accumulators it makes afterwards. The same holds for the divisors
 * of rows, which REQUANT reads ahead of the logits that make the next ones. A tile's codes also say that the values are there,
 * because REQUANT writes them before the logits.
 */
final class MultipliedValues extends AttentionValues {
    MultipliedValues(ProgramBuilder program, Layout layout, BufferPlan plan, RowHandover handover, Overlap overlap) {
        super(program, layout, plan, handover, overlap);
    }

    @Override
    int places() {
        return MultipliedRoom.HEADS;
    }

    @Override
    Unit writer() {
        return Unit.REQUANT;
    }

    @Override
    Unit starter() {
        return Unit.REQUANT;
    }

    @Override
    LinearJob values(HeadRows head, LinearJob job) {
        return job.to(RequantCommand.Destination.WGT_TRANSPOSED, plan.transposedValues());
    }

    @Override
    void attend(HeadRows part) {
        program.add(
                SoftmaxCommand.ofUniform(
                        plan.codes(part.place()).at(part.tile()),
                        part.tile(),
                        part.rows(),
                        part.form().keys(),
                        part.form().softmaxShift(),
                        Sync.FREE.signalEachTile(Semaphore.CODE_ROWS)),
                part.matrix(Unit.SOFTMAX, TensorSlice.CODES, plan.extents().tokenTile()));
        Command product = MatMulCommand.ofUnsigned(
                plan.codes(part.place()).at(part.tile()),
                plan.transposedValues(),
                Layout.ceilDiv(part.rows(), plan.extents().tokenTile()),
                layout.words(part.form().channels()),
                layout.words(part.form().keys()),
                Sync.FREE.afterEachTile(Semaphore.CODE_ROWS));
        program.add(
                product,
                part.channels(
                        Unit.MATMUL,
                        "attn_out" + TensorSlice.ACCUMULATORS,
                        plan.extents().tokenTile()));
        Sync written = streaming ? Sync.FREE : Sync.FREE.signalEnd(Semaphore.ATTENTION_IDLE);
        Command requant = RequantCommand.ofAttention(
                plan.attention().plus(part.form().outWord()).at(part.tile()),
                part.tile(),
                part.form().valueShift(),
                new RowRange(0, part.rows()),
                layout.words(part.form().channels()),
                part.last() ? handover.give(written, Semaphore.ATTENTION_ROWS) : written);
        program.add(
                requant, part.channels(Unit.REQUANT, "attn_out", plan.extents().tokenTile()));
    }

    @Override
    void end(HeadRows head) {
        // MATMUL's order frees what the head leaves.
    }
}
