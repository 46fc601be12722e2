// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.config.AttentionKind;

/** What the kind of attention decides about time and resources. */
interface AttentionEstimate {
    static AttentionEstimate of(AttentionKind attention) {
        return attention == AttentionKind.SHIFT ? new ShiftedEstimate() : new MultipliedEstimate();
    }

    /** From taking a row group in REQUANT to its write. */
    int requantCycles();

    /** From the read of logits in SOFTMAX to when what waits for their codes goes on. */
    int codeCycles(int word);

    /** See {@link Prediction#uncertaintyPercent}; of runs that are mostly the beginning and the end of layers. */
    int shortRunPercent();

    /** Multipliers beside the array. */
    long dsps(ArrayConfig array);

    /** Beyond what REQUANT and SOFTMAX have with any attention. */
    long luts(ArrayConfig array);
}
