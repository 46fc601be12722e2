// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.program.Buffer;

/** What the kind of attention decides about time and resources. */
interface AttentionEstimate {
    static AttentionEstimate of(AttentionKind attention) {
        return attention == AttentionKind.SHIFT ? new ShiftedEstimate() : new MultipliedEstimate();
    }

    /** From taking a row group in REQUANT to its write. */
    int requantCycles();

    /** From the read of logits in SOFTMAX to the write of their codes. */
    int codeCycles(int word);

    /** By so much what waits for codes goes on before that. */
    int earlyCodes();

    /** Where SOFTMAX puts codes. */
    Buffer codes();

    /** Multipliers beside the array. */
    long dsps(ArrayConfig array);
}
