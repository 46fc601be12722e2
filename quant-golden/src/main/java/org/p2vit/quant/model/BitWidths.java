// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2vit.quant.InvalidInputException;

/**
 * Bits as the literature writes them, e.g. {@code 8/8/4}: what {@code --bits} and {@code BITS} say everywhere.
 *
 * @param weights of layers inside blocks, 8 or 4; patch embedding and head have 8
 * @param activations 8
 * @param attention of the attention weights, 4 (logarithmic) or 8 (uniform)
 */
public record BitWidths(int weights, int activations, int attention) {
    private static final int ACTIVATIONS = 8;
    private static final Pattern TEXT = Pattern.compile("([48])/(8)/([48])");

    public BitWidths(int weights, AttentionCoding coding) {
        this(weights, ACTIVATIONS, coding.bits());
    }

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

    /** How attention weights of so many bits are coded. */
    public AttentionCoding coding() {
        return attention == AttentionCoding.LOG2.bits() ? AttentionCoding.LOG2 : AttentionCoding.UNIFORM;
    }

    @Override
    public String toString() {
        return weights + "/" + activations + "/" + attention;
    }
}
