// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.RequantCommand;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.ShiftMatMulCommand;
import org.p2vit.hw.program.SoftmaxCommand;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.program.Unit;

/**
 * A·V on the shift lanes. Queries, keys, values and codes of a head live in one of two places by the parity of the head, so
 * that SHIFTMM finishes head h while MATMUL works on head h+1.
 */
final class ShiftedValues extends AttentionValues {
    ShiftedValues(ProgramBuilder program, Layout layout, BufferPlan plan, RowHandover handover, Overlap overlap) {
        super(program, layout, plan, handover, overlap);
    }

    @Override
    int places() {
        return ShiftedRoom.HEADS;
    }

    @Override
    Unit writer() {
        return Unit.SHIFTMM;
    }

    @Override
    Unit starter() {
        return Unit.MATMUL;
    }

    @Override
    LinearJob values(HeadRows head, LinearJob job) {
        int free = program.await(Unit.REQUANT, Semaphore.VALUES_FREE, head.tokens(), 1);
        return job.to(RequantCommand.Destination.VAL, plan.values(head.place()))
                .requantAfter(free > 0 ? Semaphore.VALUES_FREE : Semaphore.NONE)
                .signalEnd(Semaphore.VALUES_READY);
    }

    @Override
    void attend(HeadRows part) {
        int free = part.first() ? program.await(Unit.SOFTMAX, Semaphore.CODES_FREE, part.tokens(), 1) : 0;
        Sync codes = Sync.FREE
                .after(free > 0 ? Semaphore.CODES_FREE : Semaphore.NONE)
                .signalEachTile(Semaphore.CODE_ROWS);
        int shift = part.form().softmaxShift();
        program.add(
                SoftmaxCommand.of(
                        plan.codes(part.place()).at(part.tile()),
                        part.rows(),
                        part.form().keys(),
                        shift,
                        codes),
                part.matrix(Unit.SOFTMAX, TensorSlice.CODES, plan.extents().tokenTile()));
        Sync values = Sync.FREE
                .after(part.first() ? Semaphore.VALUES_READY : Semaphore.NONE)
                .afterEachTile(Semaphore.CODE_ROWS);
        if (!streaming) {
            values = values.signalEnd(Semaphore.ATTENTION_IDLE);
        } else if (part.ends()) {
            values = values.signalEnd(Semaphore.VALUES_FREE).signalEnd(Semaphore.CODES_FREE);
        }
        if (part.last()) {
            values = handover.give(values, Semaphore.ATTENTION_ROWS);
        }
        Command shifts = ShiftMatMulCommand.of(
                plan.attention().plus(part.form().outWord()).at(part.tile()),
                plan.values(part.place()),
                plan.codes(part.place()).at(part.tile()),
                part.rows(),
                part.form().keys(),
                layout.words(part.form().channels()),
                part.form().valueShift(),
                values);
        program.add(
                shifts, part.channels(Unit.SHIFTMM, "attn_out", plan.extents().tokenTile()));
    }

    @Override
    void end(HeadRows head) {
        if (!streaming) {
            Sync free = Sync.FREE.signalEnd(Semaphore.VALUES_FREE).signalEnd(Semaphore.CODES_FREE);
            program.add(Command.sync(Unit.SHIFTMM, free));
            Sync idle = Sync.FREE.after(Semaphore.ATTENTION_IDLE).signalEnd(Semaphore.ATTENTION_IDLE);
            program.add(Command.sync(Unit.MATMUL, idle));
        }
    }
}
