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
    private int headsEmitted;

    AttentionEmitter(ProgramBuilder program, VitShape shape, BufferPlan plan, LinearEmitter linear) {
        this.program = program;
        this.shape = shape;
        this.plan = plan;
        this.linear = linear;
    }

    void emit(QuantizedBlock block, String name) {
        for (int head = 0; head < shape.heads(); head++) {
            int parity = headsEmitted % 2;
            boolean reused = headsEmitted >= 2;
            project(block.attention(), name, head, parity, reused);
            attend(block.attention(), name, head, parity, reused);
            headsEmitted++;
        }
        linear.emit(new Job(block.projection(), name + "proj", plan.attention(), REQUANT_RES, plan.stream())
                .residual(plan.stream())
                .afterEachTile(Semaphore.ATTENTION_ROWS)
                .signalEachTile(Semaphore.STREAM_ROWS));
    }

    private void project(QuantizedAttention attention, String name, int head, int parity, boolean reused) {
        int size = shape.headDim();
        int first = head * size;
        Place input = plan.normalised();
        linear.emit(new Job(attention.query(), name + "q", input, REQUANT_ACT, plan.queries(parity))
                .outputs(first, size)
                .afterEachTile(head == 0 ? Semaphore.NORM_ROWS : Semaphore.NONE));
        linear.emit(new Job(attention.key(), name + "k", input, REQUANT_WGT, plan.keys(parity))
                .outputs(first, size)
                .signalEnd(Semaphore.KEYS_READY));
        linear.emit(new Job(attention.value(), name + "v", input, REQUANT_VAL, plan.values(parity))
                .outputs(first, size)
                .requantAfter(reused ? Semaphore.VALUES_FREE : Semaphore.NONE)
                .signalEnd(Semaphore.VALUES_READY));
    }

    private void attend(QuantizedAttention attention, String name, int head, int parity, boolean reused) {
        int tokens = shape.tokens();
        Sync matMul = Sync.FREE.after(Semaphore.KEYS_READY);
        program.add(
                Command.matMul(
                        plan.queries(parity),
                        plan.keys(parity),
                        plan.tokenTiles(),
                        plan.codeWords(),
                        plan.headWords(),
                        matMul),
                matrix(Unit.MATMUL, name + "attn_logits" + Span.ACCUMULATORS, head));
        program.add(
                Command.requantLogits(attention.logitShift()[head], new Rows(0, tokens), plan.codeWords(), Sync.FREE),
                matrix(Unit.REQUANT, name + "attn_logits", head));
        Sync softmax =
                Sync.FREE.after(reused ? Semaphore.CODES_FREE : Semaphore.NONE).signalEachTile(Semaphore.CODE_ROWS);
        program.add(
                Command.softmax(plan.codes(parity), tokens, tokens, attention.softmaxShift()[head], softmax),
                matrix(Unit.SOFTMAX, name + "attn_codes", head));
        Sync shiftMatMul = Sync.FREE
                .after(Semaphore.VALUES_READY)
                .afterEachTile(Semaphore.CODE_ROWS)
                .signalEachTile(head == shape.heads() - 1 ? Semaphore.ATTENTION_ROWS : Semaphore.NONE)
                .signalEnd(Semaphore.VALUES_FREE)
                .signalEnd(Semaphore.CODES_FREE);
        program.add(
                Command.shiftMatMul(
                        plan.attention().plus(head * plan.headWords()),
                        plan.values(parity),
                        plan.codes(parity),
                        tokens,
                        tokens,
                        plan.headWords(),
                        attention.valueShift()[head],
                        shiftMatMul),
                new Span(
                        Unit.SHIFTMM,
                        name + "attn_out",
                        tokens,
                        0,
                        tokens,
                        head * shape.headDim(),
                        shape.headDim(),
                        -1));
    }

    private Span matrix(Unit unit, String tensor, int head) {
        return new Span(unit, tensor, shape.tokens(), 0, shape.tokens(), 0, shape.tokens(), head);
    }
}
