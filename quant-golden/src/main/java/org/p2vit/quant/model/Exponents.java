// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import java.util.List;

/**
 * Exponents of every tensor, for dequantization and reports; no integer of the network depends on them. The exponent
 * of weights follows: e_w[o] = e_y[o] − e_a − shift[o]. Arrays must not be modified.
 *
 * @param stream of the residual stream's blocks with k = 0 (contract §2.2): entry 0 after the embedding, 1 + 2n after the
 *     projection and 2 + 2n after fc2 of block n
 * @param position per channel, of the position embedding's codes
 * @param readout per channel, of the head's input: of the final LayerNorm or what stands in its place
 * @param logits of the head
 */
public record Exponents(int[] stream, int[] position, List<BlockExponents> blocks, int[] readout, int logits) {
    /** Least exponent accepted anywhere. */
    public static final int MIN = -64;
    /** Greatest exponent accepted anywhere. */
    public static final int MAX = 64;

    public Exponents {
        blocks = List.copyOf(blocks);
        Require.length("stream exponents", stream.length, 2L * blocks.size() + 1);
        Require.ints("stream exponents", stream, MIN, MAX);
        Require.ints("position exponents", position, MIN, MAX);
        Require.ints("readout exponents", readout, MIN, MAX);
        Require.range("logits exponent", logits, MIN, MAX);
    }

    void requireShape(VitShape shape) {
        Require.length("block exponents", blocks.size(), shape.depth());
        Require.length("position exponents", position.length, shape.dim());
        Require.length("readout exponents", readout.length, shape.dim());
        for (BlockExponents block : blocks) {
            block.requireShape(shape);
        }
    }
}
