// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.program.Unit;

/** The part of attention that differs between the kinds of machine: from logits to A·V. */
abstract class AttentionValues {
    protected final ProgramBuilder program;
    protected final Layout layout;
    protected final BufferPlan plan;
    protected final RowHandover handover;
    /** Whether the tiles of a head follow each other without waiting. */
    protected final boolean streaming;

    AttentionValues(ProgramBuilder program, Layout layout, BufferPlan plan, RowHandover handover, Overlap overlap) {
        this.program = program;
        this.layout = layout;
        this.plan = plan;
        this.handover = handover;
        this.streaming = overlap.intraLayer();
    }

    /** Heads whose tensors are on chip at the same time. */
    abstract int places();

    /** The unit that writes A·V. */
    abstract Unit writer();

    /** Without streaming, the unit that says before the first tile of all that none is under way. */
    abstract Unit starter();

    /** Says where the values of a head go, and who waits for whom; comes right before the job is emitted. */
    abstract LinearJob values(HeadRows head, LinearJob job);

    /** Emits softmax and A·V of some rows, whose logits are on their way. */
    abstract void attend(HeadRows part);

    /** Comes after the last rows of a head. */
    abstract void end(HeadRows head);

    /** Comes before the first block of each image. */
    final void begin(boolean firstImage) {
        if (!streaming && firstImage) {
            program.add(Command.sync(starter(), Sync.FREE.signalEnd(Semaphore.ATTENTION_IDLE)));
        }
    }
}
