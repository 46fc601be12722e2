// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import java.util.Arrays;
import java.util.List;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.spec.NumericContract;

/** What the MLP applies to its hidden channels, and how contract §6 computes it. */
public enum Activation {
    /** x·Φ(x), GELU with the error function. */
    GELU("gelu", true),
    /** Its approximation ½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³))); computed as GELU. */
    GELU_TANH("gelu_tanh", true),
    /** x·sigmoid(1.702·x); computed as GELU. */
    QUICK_GELU("quick_gelu", true),
    /** max(x, 0), exactly. */
    RELU("relu", false);

    private final String label;
    private final boolean tail;

    Activation(String label, boolean tail) {
        this.label = label;
        this.tail = tail;
    }

    /** The name in files and commands. */
    public String label() {
        return label;
    }

    /**
     * j of §6: the step of table Q, or 0, with which nothing is inside it.
     *
     * @param exponent e_y
     */
    int shift(int exponent) {
        return tail ? Math.max(0, NumericContract.GELU_SHIFT_BASE - exponent) : 0;
    }

    /** @throws InvalidInputException listing the known names if {@code label} is none of them */
    public static Activation ofLabel(String label) {
        List<String> known = Arrays.stream(values()).map(Activation::label).toList();
        return Arrays.stream(values())
                .filter(activation -> activation.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        "activation \"" + label + "\" is unknown; known are " + String.join(", ", known)));
    }
}
