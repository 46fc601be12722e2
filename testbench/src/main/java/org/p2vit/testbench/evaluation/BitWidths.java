// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.evaluation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.calibration.QuantizerOptions;
import org.p2vit.quant.model.AttentionCoding;

/**
 * Bits as the literature writes them, e.g. {@code 8/8/4}.
 *
 * @param weights of layers inside blocks, 8 or 4; patch embedding and head have 8
 * @param activations 8
 * @param attention of the attention weights, 4 (logarithmic) or 8 (uniform)
 */
public record BitWidths(int weights, int activations, int attention) {
    private static final int LOGARITHMIC = 4;
    private static final Pattern TEXT = Pattern.compile("([48])/(8)/([48])");

    /** @throws InvalidInputException saying what is possible */
    public static BitWidths parse(String text) {
        Matcher bits = TEXT.matcher(text);
        if (!bits.matches()) {
            throw new InvalidInputException(
                    "Bits \"" + text + "\" are not possible; write WEIGHTS/ACTIVATIONS/ATTENTION"
                            + " with weights 8 or 4, activations 8 and attention 4 or 8, e.g. 8/8/4.");
        }
        return new BitWidths(
                Integer.parseInt(bits.group(1)), Integer.parseInt(bits.group(2)), Integer.parseInt(bits.group(3)));
    }

    /** Options with these bits. */
    public QuantizerOptions in(QuantizerOptions options) {
        AttentionCoding coding = attention == LOGARITHMIC ? AttentionCoding.LOG2 : AttentionCoding.UNIFORM;
        return options.withWeightBits(weights).withAttention(coding);
    }

    @Override
    public String toString() {
        return weights + "/" + activations + "/" + attention;
    }
}
