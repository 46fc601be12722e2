// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.MatMulCommand;
import org.p2vit.hw.program.RequantCommand;
import org.p2vit.hw.program.RowRange;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.StridedAddress;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.model.QuantizedAttention;
import org.p2vit.quant.model.QuantizedBlock;
import org.p2vit.quant.model.VitShape;

/** Emits the attention half of a block, head by head. */
final class AttentionEmitter {
    private final ProgramBuilder program;
    private final VitShape shape;
    private final Layout layout;
    private final BufferPlan plan;
    private final LinearEmitter linear;
    private final RowHandover handover;
    private final AttentionValues values;
    private final boolean streaming;
    private final RingAllocator places;

    AttentionEmitter(
            ProgramBuilder program,
            VitShape shape,
            Layout layout,
            BufferPlan plan,
            LinearEmitter linear,
            RowHandover handover,
            AttentionValues values,
            Overlap overlap) {
        this.program = program;
        this.shape = shape;
        this.layout = layout;
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
            HeadForm form = HeadForm.of(shape, plan.extents(), block.attention(), name, number);
            HeadRows head = HeadRows.all(form, number, last, place);
            project(block.attention(), head);
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

    /**
     * Emits the mean of the patches, contract §8.2, as attention with one query and keys of zero. It lies where attention's output does, its
     * channels one behind the other, and {@link Semaphore#ATTENTION_ROWS} says so.
     *
     * @param keys zeros
     * @param values makes the values of all rows; begins with the first
     * @param shift of A·V
     */
    void mean(LinearJob keys, LinearJob values, int shift) {
        int parts = HeadForm.parts(plan.extents());
        for (int number = 0; number < parts; number++) {
            RingAllocator.Allocation place = places.allocate(1, values.tensor);
            HeadForm form = HeadForm.ofMean(shape, plan.extents(), layout, shift, number);
            HeadRows part = HeadRows.all(form, number, number == parts - 1, place);
            linear.emit(keys.part(0, Math.min(layout.word(), shape.dim()), number == 0)
                    .to(RequantCommand.Destination.WGT, plan.keys(part.place()))
                    .signalEnd(Semaphore.KEYS_READY));
            LinearJob own = values.part(form.firstChannel(), form.channels(), false);
            if (values.residual != null) {
                own.residual(values.residual.plus(form.outWord()));
            }
            linear.emit(this.values.values(part, own));
            attend(part, new TileRange(0, 1));
        }
    }

    private void project(QuantizedAttention attention, HeadRows head) {
        int size = head.form().channels();
        int first = head.form().firstChannel();
        String block = head.form().prefix();
        linear.emit(new LinearJob(attention.query(), block + "q", plan.normalised())
                .to(RequantCommand.Destination.ACT, plan.queries(head.place()))
                .outputs(first, size)
                .afterEachTile(head.number() == 0 ? Semaphore.NORM_ROWS : Semaphore.NONE));
        linear.emit(new LinearJob(attention.key(), block + "k", plan.normalised())
                .to(RequantCommand.Destination.WGT, plan.keys(head.place()))
                .outputs(first, size)
                .signalEnd(Semaphore.KEYS_READY));
        linear.emit(values.values(
                head, new LinearJob(attention.value(), block + "v", plan.normalised()).outputs(first, size)));
    }

    /** Without streaming every tile is a set of commands of its own, the next set waiting for the end of this one. */
    private void attend(HeadRows head, TileRange range) {
        int queries = head.form().queries();
        int all = layout.tiles(queries);
        for (TileRange tiles : streaming ? List.of(range) : range.split(range.count())) {
            int rows = tiles.rows(layout.tokenTile(), queries).count();
            HeadRows part = head.rows(tiles.from(), rows, tiles.to() == all);
            logits(part);
            values.attend(part);
        }
        if (range.to() < all) {
            return;
        }
        values.end(head);
        if (head.last()) {
            handover.close(values.writer(), Semaphore.ATTENTION_ROWS);
        }
    }

    /** The mean's keys are zero, so any row asks as well as another. */
    private StridedAddress queries(HeadRows part) {
        return part.form().pooled() ? plan.normalised() : plan.queries(part.place());
    }

    private void logits(HeadRows part) {
        Sync sync = Sync.FREE
                .after(part.first() ? Semaphore.KEYS_READY : Semaphore.NONE)
                .after(streaming ? Semaphore.NONE : Semaphore.ATTENTION_IDLE);
        Command matMul = MatMulCommand.of(
                queries(part).at(part.tile()),
                plan.keys(part.place()),
                layout.tiles(part.rows()),
                layout.words(part.form().keys()),
                part.form().depthWords(),
                sync);
        program.add(matMul, part.matrix(Unit.MATMUL, "attn_logits" + TensorSlice.ACCUMULATORS, layout.tokenTile()));
        Command requant = RequantCommand.ofLogits(
                part.form().logitShift(),
                new RowRange(0, part.rows()),
                layout.words(part.form().keys()),
                Sync.FREE);
        program.add(requant, part.matrix(Unit.REQUANT, "attn_logits", layout.tokenTile()));
    }
}
