// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

import org.p2vit.hw.config.AttentionKind;

/** The units that own a command queue; the ordinal is the unit field of a command (architecture §3.1). */
public enum Unit {
    CONTROL,
    LOAD,
    STORE,
    MATMUL,
    REQUANT,
    SOFTMAX,
    SHIFTMM,
    NORM;

    /** Whether a machine with this attention has the unit. */
    public boolean builtWith(AttentionKind attention) {
        return this != SHIFTMM || attention == AttentionKind.SHIFT;
    }
}
