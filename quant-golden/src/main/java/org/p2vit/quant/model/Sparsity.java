// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.p2vit.quant.InvalidInputException;

/**
 * How many weights of a group of consecutive inputs of one output may be other than 0. Groups begin at input 0; the last
 * one is shorter where their size does not divide the inputs, and may have as many as the others.
 */
public enum Sparsity {
    DENSE(1, 1),
    THREE_OF_FOUR(3, 4),
    FOUR_OF_EIGHT(4, 8),
    TWO_OF_FOUR(2, 4);

    private final int kept;
    private final int group;

    Sparsity(int kept, int group) {
        this.kept = kept;
        this.group = group;
    }

    /** Greatest number of weights of a group that are not 0. */
    public int kept() {
        return kept;
    }

    /** Inputs of a group. */
    public int group() {
        return group;
    }

    /** Bits that say which weights of a group are kept, or which are pruned if these are fewer: an index for each. */
    int positionBits() {
        return Math.min(kept, group - kept) * Integer.numberOfTrailingZeros(group);
    }

    /** As the literature writes it, e.g. {@code 2:4}; {@code dense}. */
    public String label() {
        return this == DENSE ? "dense" : kept + ":" + group;
    }

    /** The sparsity of a label other than {@code dense}. */
    public static Optional<Sparsity> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(one -> one != DENSE && one.label().equals(label))
                .findFirst();
    }

    /** The labels that {@link #ofLabel} knows. */
    public static String labels() {
        return Arrays.stream(values())
                .filter(one -> one != DENSE)
                .map(Sparsity::label)
                .collect(Collectors.joining(", "));
    }

    /**
     * @param weights at {@code [o * inputs + k]}
     * @throws InvalidInputException naming the layer, the output and the group with too many weights other than 0
     */
    void require(String layer, byte[] weights, int inputs) {
        if (this == DENSE) {
            return;
        }
        for (int row = 0; row < weights.length; row += inputs) {
            for (int first = 0; first < inputs; first += group) {
                int last = Math.min(first + group, inputs) - 1;
                int used = 0;
                for (int k = first; k <= last; k++) {
                    used += weights[row + k] == 0 ? 0 : 1;
                }
                if (used > kept) {
                    throw new InvalidInputException(layer + " is said to be " + label() + ", but output " + row / inputs
                            + " has " + used + " weights other than 0 at inputs " + first + " to " + last + ", group "
                            + first / group + "; at most " + kept + " may be");
                }
            }
        }
    }
}
