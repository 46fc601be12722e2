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
import org.p2vit.quant.model.VitShape;

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
    MultipliedValues(ProgramBuilder program, VitShape shape, BufferPlan plan, RowHandover handover, Overlap overlap) {
        super(program, shape, plan, handover, overlap);
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
        int number = part.number();
        program.add(
                SoftmaxCommand.ofUniform(
                        plan.codes(part.place()).at(part.tile()),
                        part.tile(),
                        part.rows(),
                        shape.tokens(),
                        part.attention().softmaxShift()[number],
                        Sync.FREE.signalEachTile(Semaphore.CODE_ROWS)),
                part.matrix(
                        Unit.SOFTMAX, TensorSlice.CODES, shape, plan.extents().tokenTile()));
        Command product = MatMulCommand.ofUnsigned(
                plan.codes(part.place()).at(part.tile()),
                plan.transposedValues(),
                Layout.ceilDiv(part.rows(), plan.extents().tokenTile()),
                plan.extents().headWords(),
                plan.extents().codeWords(),
                Sync.FREE.afterEachTile(Semaphore.CODE_ROWS));
        program.add(
                product,
                part.channels(
                        Unit.MATMUL,
                        "attn_out" + TensorSlice.ACCUMULATORS,
                        shape,
                        plan.extents().tokenTile()));
        Sync written = streaming ? Sync.FREE : Sync.FREE.signalEnd(Semaphore.ATTENTION_IDLE);
        Command requant = RequantCommand.ofAttention(
                plan.attention().plus(number * plan.extents().headWords()).at(part.tile()),
                part.tile(),
                part.attention().valueShift()[number],
                new RowRange(0, part.rows()),
                plan.extents().headWords(),
                part.last() ? handover.give(written, Semaphore.ATTENTION_ROWS) : written);
        program.add(
                requant,
                part.channels(Unit.REQUANT, "attn_out", shape, plan.extents().tokenTile()));
    }

    @Override
    void end(HeadRows head) {
        // MATMUL's order frees what the head leaves.
    }
}
