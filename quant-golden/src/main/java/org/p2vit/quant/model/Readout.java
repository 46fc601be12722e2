// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import java.util.Arrays;
import java.util.List;
import org.p2vit.quant.InvalidInputException;

/** What stands between the residual stream and the head, contract §8. */
public enum Readout {
    /** The final LayerNorm, of the class tokens. */
    NORM("norm"),
    /** Nothing: the head reads the class token's row of the stream itself. */
    DIRECT("direct"),
    /** The mean of the patches, then a LayerNorm: timm's {@code fc_norm}. */
    MEAN_NORM("mean-norm"),
    /** The LayerNorm of each patch, then the mean of them. */
    NORM_MEAN("norm-mean"),
    /** The mean of the patches alone. */
    MEAN("mean");

    private final String label;

    Readout(String label) {
        this.label = label;
    }

    /** The name in a bundle. */
    public String label() {
        return label;
    }

    /** Whether the head reads the mean of the patches, and not class tokens. */
    public boolean isMean() {
        return this == MEAN_NORM || this == NORM_MEAN || this == MEAN;
    }

    /** Whether there is a LayerNorm. */
    public boolean hasNorm() {
        return this == NORM || this == MEAN_NORM || this == NORM_MEAN;
    }

    /** Whether a LayerNorm reads rows of the stream of the last block. */
    public boolean normalisesRows() {
        return this == NORM || this == NORM_MEAN;
    }

    /** @throws InvalidInputException listing the known names if {@code label} is none of them */
    public static Readout ofLabel(String label) {
        List<String> known = Arrays.stream(values()).map(Readout::label).toList();
        return Arrays.stream(values())
                .filter(readout -> readout.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        "readout \"" + label + "\" is unknown; known are " + String.join(", ", known)));
    }
}
