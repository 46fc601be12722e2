// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import java.util.Optional;
import org.p2vit.hw.config.ArrayConfig;
import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.program.Unit;
import org.p2vit.testbench.check.LaneFormat;

/** What the kind of attention decides about the words that units write. */
interface AttentionWords {
    static AttentionWords of(AttentionKind attention) {
        return attention == AttentionKind.SHIFT ? new ShiftedWords() : new MultipliedWords();
    }

    /** Attention weights, as SOFTMAX writes them. */
    LaneFormat codes();

    /** What only this kind has. */
    UnitTap tap(ArrayConfig array);

    /** The unit that writes a tensor of attention beside the codes, if the machine has it at all. */
    Optional<Unit> writer(String tensor);
}
