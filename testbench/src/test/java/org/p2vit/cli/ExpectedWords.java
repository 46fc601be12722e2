// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli;

import java.util.EnumMap;
import java.util.Map;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.model.VitShape;

/** How many words each unit has to write for one image, counted from the network's shape alone. */
public final class ExpectedWords {
    private ExpectedWords() {}

    /** @param word numbers in a word */
    public static Map<Unit, Long> of(VitShape shape, int word) {
        long tokens = shape.tokens();
        long dim = words(shape.dim(), word);
        long keys = words(shape.tokens(), word);
        long codes = shape.heads() * tokens * keys;
        // Each word behind GELU and of the residual stream comes with its exponents.
        long exponents = tokens * (dim + shape.depth() * (dim + words(shape.mlpDim(), word) + dim));
        long linear = tokens * (3 * dim + dim + words(shape.mlpDim(), word) + dim);
        long sums = tokens * dim + shape.depth() * (linear + codes) + words(shape.classes(), word);
        return Map.of(
                Unit.MATMUL,
                sums,
                Unit.REQUANT,
                sums + exponents,
                Unit.SOFTMAX,
                shape.depth() * codes,
                Unit.SHIFTMM,
                shape.depth() * tokens * dim,
                Unit.NORM,
                shape.depth() * 2 * tokens * dim + dim,
                Unit.LOAD,
                0L,
                Unit.STORE,
                (long) shape.classes());
    }

    /** As {@link #of} with attention on the multipliers: what shift lanes would write goes through the array and REQUANT, and each row has a sum. */
    static Map<Unit, Long> withMultiplication(VitShape shape, int word) {
        Map<Unit, Long> words = new EnumMap<>(of(shape, word));
        long values = words.put(Unit.SHIFTMM, 0L);
        words.merge(Unit.MATMUL, values, Long::sum);
        words.merge(Unit.REQUANT, values, Long::sum);
        words.merge(Unit.SOFTMAX, (long) shape.depth() * shape.heads() * shape.tokens(), Long::sum);
        return words;
    }

    private static long words(int numbers, int word) {
        return (numbers + word - 1) / word;
    }
}
