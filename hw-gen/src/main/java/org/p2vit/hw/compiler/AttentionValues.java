// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import org.p2vit.hw.compiler.LinearEmitter.Job;
import org.p2vit.hw.program.Unit;

/** The part of attention that differs between the kinds of machine: from logits to A·V. */
interface AttentionValues {
    /** Heads whose tensors are on chip at the same time. */
    int places();

    /** The unit that writes A·V. */
    Unit writer();

    /** Comes before the first block of each image. */
    void begin(boolean firstImage);

    /** Says where the values of a head go, and who waits for whom; comes right before the job is emitted. */
    Job values(HeadPart head, Job job);

    /** Emits softmax and A·V of some rows, whose logits are on their way. */
    void attend(HeadPart part);

    /** Comes after the last rows of a head. */
    void end(HeadPart head);
}
