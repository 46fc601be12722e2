// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.MatMulCommand;
import org.p2vit.hw.program.RequantCommand;
import org.p2vit.hw.program.RowRange;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.model.QuantizedAttention;
import org.p2vit.quant.model.QuantizedBlock;
import org.p2vit.quant.model.VitShape;

/** Emits the attention half of a block, head by head. */
final class AttentionEmitter {
    private final ProgramBuilder program;
    private final VitShape shape;
    private final BufferPlan plan;
    private final LinearEmitter linear;
    private final RowHandover handover;
    private final AttentionValues values;
    private final boolean streaming;
    private final RingAllocator places;

    AttentionEmitter(
            ProgramBuilder program,
            VitShape shape,
            BufferPlan plan,
            LinearEmitter linear,
            RowHandover handover,
            AttentionValues values,
            Overlap overlap) {
        this.program = program;
        this.shape = shape;
        this.plan = plan;
        this.linear = linear;
        this.handover = handover;
        this.values = values;
        this.places = new RingAllocator("attention places", values.places());
        this.streaming = overlap.intraLayer();
    }

    /** Comes before the first block of each image. */
    void begin(boolean firstImage) {
        places.restart();
        values.begin(firstImage);
    }

    /**
     * Emits attention up to A·V. All heads whose tensors are on chip at the end go through {@code groups} together, so that the first
     * group's rows are complete long before the last one's; the heads before them one after the other.
     */
    void emit(QuantizedBlock block, String name, List<TileRange> groups) {
        List<HeadRows> together = new ArrayList<>();
        for (int number = 0; number < shape.heads(); number++) {
            RingAllocator.Allocation place = places.allocate(1, name);
            boolean last = number == shape.heads() - 1;
            HeadRows head = new HeadRows(
                    block.attention(), name, number, last, place.address(), place.tokens(), 0, shape.tokens(), true);
            project(head);
            if (number < shape.heads() - values.places()) {
                attend(head, new TileRange(0, plan.extents().tokenTiles()));
            } else {
                attend(head, groups.get(0));
                together.add(head);
            }
        }
        for (TileRange group : groups.subList(1, groups.size())) {
            together.forEach(head -> attend(head, group));
        }
    }

    /** The projection onto the residual stream, of rows whose attention comes from {@link #emit}. */
    LinearPass projection(QuantizedBlock block, String name) {
        return linear.begin(new LinearJob(
                        block.projection(),
                        name + "proj",
                        plan.attention(),
                        RequantCommand.Destination.RES,
                        plan.stream())
                .inputGroups(shape.headDim())
                .residual(plan.stream())
                .afterEachTile(Semaphore.ATTENTION_ROWS)
                .signalEachTile(Semaphore.STREAM_ROWS));
    }

    private void project(HeadRows head) {
        int size = shape.headDim();
        int first = head.number() * size;
        QuantizedAttention attention = head.attention();
        linear.emit(new LinearJob(attention.query(), head.block() + "q", plan.normalised())
                .to(RequantCommand.Destination.ACT, plan.queries(head.place()))
                .outputs(first, size)
                .afterEachTile(head.number() == 0 ? Semaphore.NORM_ROWS : Semaphore.NONE));
        linear.emit(new LinearJob(attention.key(), head.block() + "k", plan.normalised())
                .to(RequantCommand.Destination.WGT, plan.keys(head.place()))
                .outputs(first, size)
                .signalEnd(Semaphore.KEYS_READY));
        linear.emit(values.values(
                head, new LinearJob(attention.value(), head.block() + "v", plan.normalised()).outputs(first, size)));
    }

    /** Without streaming every tile is a set of commands of its own, the next set waiting for the end of this one. */
    private void attend(HeadRows head, TileRange range) {
        for (TileRange tiles : streaming ? List.of(range) : range.split(range.count())) {
            int rows = tiles.rows(plan.extents().tokenTile(), shape.tokens()).count();
            HeadRows part =
                    head.rows(tiles.from(), rows, tiles.to() == plan.extents().tokenTiles());
            logits(part);
            values.attend(part);
        }
        if (range.to() < plan.extents().tokenTiles()) {
            return;
        }
        values.end(head);
        if (head.last()) {
            handover.close(values.writer(), Semaphore.ATTENTION_ROWS);
        }
    }

    private void logits(HeadRows part) {
        Sync sync = Sync.FREE
                .after(part.first() ? Semaphore.KEYS_READY : Semaphore.NONE)
                .after(streaming ? Semaphore.NONE : Semaphore.ATTENTION_IDLE);
        Command matMul = MatMulCommand.of(
                plan.queries(part.place()).at(part.tile()),
                plan.keys(part.place()),
                Layout.ceilDiv(part.rows(), plan.extents().tokenTile()),
                plan.extents().codeWords(),
                plan.extents().headWords(),
                sync);
        program.add(
                matMul,
                part.matrix(
                        Unit.MATMUL,
                        "attn_logits" + TensorSlice.ACCUMULATORS,
                        shape,
                        plan.extents().tokenTile()));
        Command requant = RequantCommand.ofLogits(
                part.attention().logitShift()[part.number()],
                new RowRange(0, part.rows()),
                plan.extents().codeWords(),
                Sync.FREE);
        program.add(
                requant,
                part.matrix(Unit.REQUANT, "attn_logits", shape, plan.extents().tokenTile()));
    }
}
