// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

import java.util.Locale;
import org.p2vit.quant.model.AttentionCoding;

/** What multiplies attention weights with values, and so how SOFTMAX codes the weights. */
public enum AttentionKind {
    /** Shift lanes of their own: logarithmic codes of 4 bits (numeric contract §5.1, §5.2). */
    SHIFT(AttentionCoding.LOG2),
    /** The multipliers of the array: uniform codes of 8 bits with a scale for each row (numeric contract §5.3). */
    MULTIPLY(AttentionCoding.UNIFORM);

    private final AttentionCoding coding;

    AttentionKind(AttentionCoding coding) {
        this.coding = coding;
    }

    /** What the attention weights of a network must be coded as. */
    public AttentionCoding coding() {
        return coding;
    }

    AttentionKind other() {
        return this == SHIFT ? MULTIPLY : SHIFT;
    }

    /** As it stands in a configuration. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
