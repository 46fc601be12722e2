// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import org.p2vit.hw.program.Unit;
import org.p2vit.quant.model.QuantizedAttention;
import org.p2vit.quant.model.QuantizedMean;
import org.p2vit.quant.model.VitShape;

/**
 * What an attention head computes: a head of a block, or some channels of the mean of the patches.
 *
 * @param prefix of its tensors
 * @param pooled whether it is a part of the mean: one row asks, and the tensors have that row only
 * @param queries rows that ask
 * @param keys rows that answer, the first ones of the machine
 * @param depthWords words of queries and keys
 * @param firstChannel of its values
 * @param channels of its values
 * @param outWord word of its first result in a row of them
 */
record HeadForm(
        VitShape shape,
        String prefix,
        boolean pooled,
        int queries,
        int keys,
        int depthWords,
        int firstChannel,
        int channels,
        int outWord,
        int logitShift,
        int softmaxShift,
        int valueShift) {
    /** A zero shifted by anything is zero. */
    private static final int NO_SHIFT = 0;

    static HeadForm of(VitShape shape, Extents extents, QuantizedAttention attention, String prefix, int number) {
        return new HeadForm(
                shape,
                prefix,
                false,
                shape.tokens(),
                shape.tokens(),
                extents.headWords(),
                number * shape.headDim(),
                shape.headDim(),
                number * extents.headWords(),
                attention.logitShift()[number],
                attention.softmaxShift()[number],
                attention.valueShift()[number]);
    }

    /** The part of the mean that fits the place of a head, by number; contract §8.2. */
    static HeadForm ofMean(VitShape shape, Extents extents, Layout layout, int shift, int number) {
        int size = extents.headWords() * layout.word();
        return new HeadForm(
                shape,
                QuantizedMean.PREFIX,
                true,
                1,
                shape.patches(),
                1,
                number * size,
                Math.min(size, shape.dim() - number * size),
                number * extents.headWords(),
                NO_SHIFT,
                NO_SHIFT,
                shift);
    }

    /** How many parts a mean has. */
    static int parts(Extents extents) {
        return Layout.ceilDiv(extents.dimWords(), extents.headWords());
    }

    /** Rows {@code first} … {@code first + rows − 1} of a matrix of queries and keys. */
    TensorSlice matrix(Unit unit, String tensor, int number, int first, int rows) {
        return pooled
                ? TensorSlice.ofRow(unit, prefix + tensor, 0, keys)
                : TensorSlice.of(unit, prefix + tensor, shape, first, rows, 0, keys, number);
    }

    /** The head's channels of such rows of a tensor of all heads. */
    TensorSlice results(Unit unit, String tensor, int first, int rows) {
        return pooled
                ? TensorSlice.ofRow(unit, prefix + tensor, firstChannel, channels)
                : TensorSlice.of(unit, prefix + tensor, shape, first, rows, firstChannel, channels, -1);
    }
}
