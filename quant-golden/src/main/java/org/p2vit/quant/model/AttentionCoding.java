// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import java.util.Arrays;
import java.util.List;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.spec.NumericContract;

/** How a whole network codes its attention weights, contract §5. */
public enum AttentionCoding {
    /** 4-bit logarithms, §5.1 and §5.2: A·V takes shifts, and a product for each output. */
    LOG2("log2", NumericContract.ATTENTION_FRACTION_BITS, NumericContract.MAX_LOG2_VALUE_SHIFT, true),
    /** 8-bit weights with a power-of-two scale per row, §5.3: A·V takes products. */
    UNIFORM("uniform", NumericContract.UNIFORM_FRACTION_BITS, NumericContract.MAX_UNIFORM_VALUE_SHIFT, false);

    private final String label;
    private final int fractionBits;
    private final int maxValueShift;
    private final boolean dividesBySum;

    AttentionCoding(String label, int fractionBits, int maxValueShift, boolean dividesBySum) {
        this.label = label;
        this.fractionBits = fractionBits;
        this.maxValueShift = maxValueShift;
        this.dividesBySum = dividesBySum;
    }

    /** The name in files and commands. */
    public String label() {
        return label;
    }

    /** avShift = e_o − e_v + these bits. */
    public int fractionBits() {
        return fractionBits;
    }

    /** Greatest avShift. */
    public int maxValueShift() {
        return maxValueShift;
    }

    /** Whether A·V divides each row by the sum of its coded weights, so that they sum to one; otherwise only the exact weights do. */
    public boolean dividesBySum() {
        return dividesBySum;
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
