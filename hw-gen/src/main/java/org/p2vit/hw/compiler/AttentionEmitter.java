// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import static org.p2vit.hw.program.Command.Destination.REQUANT_ACT;
import static org.p2vit.hw.program.Command.Destination.REQUANT_RES;
import static org.p2vit.hw.program.Command.Destination.REQUANT_VAL;
import static org.p2vit.hw.program.Command.Destination.REQUANT_WGT;

import org.p2vit.hw.compiler.LinearEmitter.Job;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.Command.Place;
import org.p2vit.hw.program.Command.Rows;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.model.QuantizedAttention;
import org.p2vit.quant.model.QuantizedBlock;
import org.p2vit.quant.model.VitShape;

/**
 * Emits the attention half of a block. Queries, keys, values and codes of a head live in one of two places by the parity
 * of the head, so that SHIFTMM finishes head h while MATMUL works on head h+1.
 */
final class AttentionEmitter {
    private final ProgramBuilder program;
    private final VitShape shape;
    private final BufferPlan plan;
    private final LinearEmitter linear;
    private final RowHandover handover;
    private final boolean streaming;
    private final Ring places = new Ring("attention places", 2);

    /**
     * @param place which of the two places its tensors live in
     * @param tokens how many heads must have left their places before
     */
    private record Head(QuantizedAttention attention, String name, int number, int place, int tokens) {}

    /** Token rows from {@code tile} on. */
    private record Part(int tile, int rows) {
        boolean first() {
            return tile == 0;
        }
    }

    AttentionEmitter(
            ProgramBuilder program,
            VitShape shape,
            BufferPlan plan,
            LinearEmitter linear,
            RowHandover handover,
            Overlap overlap) {
        this.program = program;
        this.shape = shape;
        this.plan = plan;
        this.linear = linear;
        this.handover = handover;
        this.streaming = overlap.intraLayer();
    }

    /** Comes before the first block of each image. */
    void begin(boolean firstImage) {
        places.restart();
        if (!streaming && firstImage) {
            program.add(Command.sync(Unit.MATMUL, Sync.FREE.signalEnd(Semaphore.ATTENTION_IDLE)));
        }
    }

    void emit(QuantizedBlock block, String name) {
        for (int number = 0; number < shape.heads(); number++) {
            Ring.Allocation place = places.allocate(1, name);
            Head head = new Head(block.attention(), name, number, place.address(), place.tokens());
            project(head);
            attend(head);
        }
        linear.emit(new Job(block.projection(), name + "proj", plan.attention(), REQUANT_RES, plan.stream())
                .residual(plan.stream())
                .afterEachTile(Semaphore.ATTENTION_ROWS)
                .signalEachTile(Semaphore.STREAM_ROWS));
    }

    private void project(Head head) {
        int size = shape.headDim();
        int first = head.number() * size;
        QuantizedAttention attention = head.attention();
        String name = head.name();
        Place input = plan.normalised();
        linear.emit(new Job(attention.query(), name + "q", input, REQUANT_ACT, plan.queries(head.place()))
                .outputs(first, size)
                .afterEachTile(head.number() == 0 ? Semaphore.NORM_ROWS : Semaphore.NONE));
        linear.emit(new Job(attention.key(), name + "k", input, REQUANT_WGT, plan.keys(head.place()))
                .outputs(first, size)
                .signalEnd(Semaphore.KEYS_READY));
        int free = program.await(Unit.REQUANT, Semaphore.VALUES_FREE, head.tokens(), 1);
        linear.emit(new Job(attention.value(), name + "v", input, REQUANT_VAL, plan.values(head.place()))
                .outputs(first, size)
                .requantAfter(free > 0 ? Semaphore.VALUES_FREE : Semaphore.NONE)
                .signalEnd(Semaphore.VALUES_READY));
    }

    /** Without streaming every tile is a set of commands of its own, the next set waiting for the end of this one. */
    private void attend(Head head) {
        int step = streaming ? plan.tokenTiles() : 1;
        for (int tile = 0; tile < plan.tokenTiles(); tile += step) {
            int firstRow = tile * plan.tokenTile();
            int rows = Math.min(step * plan.tokenTile(), shape.tokens() - firstRow);
            Part part = new Part(tile, rows);
            logits(head, part);
            codes(head, part);
            values(head, part);
        }
        if (!streaming) {
            Sync free = Sync.FREE.signalEnd(Semaphore.VALUES_FREE).signalEnd(Semaphore.CODES_FREE);
            program.add(Command.sync(Unit.SHIFTMM, free));
            Sync idle = Sync.FREE.after(Semaphore.ATTENTION_IDLE).signalEnd(Semaphore.ATTENTION_IDLE);
            program.add(Command.sync(Unit.MATMUL, idle));
        }
        if (head.number() == shape.heads() - 1) {
            handover.close(Unit.SHIFTMM, Semaphore.ATTENTION_ROWS);
        }
    }

    private void logits(Head head, Part part) {
        Sync sync = Sync.FREE.after(part.first() ? Semaphore.KEYS_READY : Semaphore.NONE);
        Command matMul = Command.matMul(
                plan.queries(head.place()).at(part.tile()),
                plan.keys(head.place()),
                Layout.ceilDiv(part.rows(), plan.tokenTile()),
                plan.codeWords(),
                plan.headWords(),
                streaming ? sync : sync.after(Semaphore.ATTENTION_IDLE));
        program.add(matMul, matrix(Unit.MATMUL, "attn_logits" + Span.ACCUMULATORS, head, part));
        program.add(
                Command.requantLogits(
                        head.attention().logitShift()[head.number()],
                        new Rows(0, part.rows()),
                        plan.codeWords(),
                        Sync.FREE),
                matrix(Unit.REQUANT, "attn_logits", head, part));
    }

    private void codes(Head head, Part part) {
        int free = part.first() ? program.await(Unit.SOFTMAX, Semaphore.CODES_FREE, head.tokens(), 1) : 0;
        Sync sync = Sync.FREE
                .after(free > 0 ? Semaphore.CODES_FREE : Semaphore.NONE)
                .signalEachTile(Semaphore.CODE_ROWS);
        int shift = head.attention().softmaxShift()[head.number()];
        program.add(
                Command.softmax(plan.codes(head.place()).at(part.tile()), part.rows(), shape.tokens(), shift, sync),
                matrix(Unit.SOFTMAX, "attn_codes", head, part));
    }

    private void values(Head head, Part part) {
        Sync sync = Sync.FREE
                .after(part.first() ? Semaphore.VALUES_READY : Semaphore.NONE)
                .afterEachTile(Semaphore.CODE_ROWS);
        if (streaming) {
            sync = sync.signalEnd(Semaphore.VALUES_FREE).signalEnd(Semaphore.CODES_FREE);
        } else {
            sync = sync.signalEnd(Semaphore.ATTENTION_IDLE);
        }
        if (head.number() == shape.heads() - 1) {
            sync = handover.give(sync, Semaphore.ATTENTION_ROWS);
        }
        program.add(
                Command.shiftMatMul(
                        plan.attention().plus(head.number() * plan.headWords()).at(part.tile()),
                        plan.values(head.place()),
                        plan.codes(head.place()).at(part.tile()),
                        part.rows(),
                        shape.tokens(),
                        plan.headWords(),
                        head.attention().valueShift()[head.number()],
                        sync),
                new Span(
                        Unit.SHIFTMM,
                        head.name() + "attn_out",
                        shape.tokens(),
                        part.tile() * plan.tokenTile(),
                        part.rows(),
                        head.number() * shape.headDim(),
                        shape.headDim(),
                        -1));
    }

    private Span matrix(Unit unit, String tensor, Head head, Part part) {
        return new Span(
                unit,
                head.name() + tensor,
                shape.tokens(),
                part.tile() * plan.tokenTile(),
                part.rows(),
                0,
                shape.tokens(),
                head.number());
    }
}
