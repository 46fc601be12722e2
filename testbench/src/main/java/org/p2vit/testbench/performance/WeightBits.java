// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.performance;

import java.util.Arrays;
import java.util.List;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;

/** Bits of the weights inside blocks of a random network; patch embedding and head have 8. */
public enum WeightBits {
    EIGHT("8"),
    FOUR("4"),
    /** Each layer has 8 or 4 at random. */
    MIXED("mixed");

    private final String label;

    WeightBits(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    public QuantizedVit network(VitShape shape, AttentionCoding attention, long seed) {
        return switch (this) {
            case EIGHT -> RandomQuantizedVit.of(shape, 8, attention, seed);
            case FOUR -> RandomQuantizedVit.of(shape, 4, attention, seed);
            case MIXED -> RandomQuantizedVit.mixed(shape, attention, seed);
        };
    }

    /** What the blocks of {@code network} have. */
    public static WeightBits of(QuantizedVit network) {
        long int4 = network.int4Layers().size();
        long all = network.blocks().stream()
                .mapToLong(block -> block.layers().size())
                .sum();
        if (int4 == 0) {
            return EIGHT;
        }
        return int4 == all ? FOUR : MIXED;
    }

    /** @throws InvalidInputException listing the known names if {@code label} is none of them */
    public static WeightBits named(String label) {
        List<String> known = Arrays.stream(values()).map(WeightBits::label).toList();
        return Arrays.stream(values())
                .filter(bits -> bits.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        "there are no weights of '" + label + "' bits; known are " + String.join(", ", known)));
    }
}
