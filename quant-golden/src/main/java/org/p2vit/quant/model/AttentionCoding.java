// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import java.util.Arrays;
import java.util.List;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.spec.NumericContract;

/** How a whole network codes its attention weights, contract §5: relative to the greatest of the row. */
public enum AttentionCoding {
    /** 4-bit logarithms, §5.1: A·V takes shifts. */
    LOG2("log2", 4, NumericContract.LOG2_SOFTMAX_SHIFT_BASE),
    /** 8-bit weights, §5.3: A·V takes products. */
    UNIFORM("uniform", 8, NumericContract.UNIFORM_SOFTMAX_SHIFT_BASE);

    private final String label;
    private final int bits;
    private final int softmaxShiftBase;

    AttentionCoding(String label, int bits, int softmaxShiftBase) {
        this.label = label;
        this.bits = bits;
        this.softmaxShiftBase = softmaxShiftBase;
    }

    /** The name in files and commands. */
    public String label() {
        return label;
    }

    /** Bits of a code. */
    public int bits() {
        return bits;
    }

    /** softmaxShift = this − e_l of the logits. */
    public int softmaxShiftBase() {
        return softmaxShiftBase;
    }

    /** @throws InvalidInputException listing the known names if {@code label} is none of them */
    public static AttentionCoding ofLabel(String label) {
        List<String> known = Arrays.stream(values()).map(AttentionCoding::label).toList();
        return Arrays.stream(values())
                .filter(coding -> coding.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        "attention \"" + label + "\" is unknown; known are " + String.join(" and ", known)));
    }
}
