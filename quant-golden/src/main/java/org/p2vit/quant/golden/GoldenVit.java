// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.golden;

import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.kernel.AlignKernel;
import org.p2vit.quant.kernel.BlockCodes;
import org.p2vit.quant.kernel.GeluKernel;
import org.p2vit.quant.kernel.StreamCodes;
import org.p2vit.quant.model.QuantizedBlock;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.VitShape;

/**
 * Integer forward pass of a {@link QuantizedVit}, contract §2 to §8, from int8 patches to int32 logits. Stateless and
 * thread-safe. The tap sees every intermediate tensor.
 */
public final class GoldenVit {
    private final QuantizedVit vit;
    private final VitShape shape;

    public GoldenVit(QuantizedVit vit) {
        this.vit = vit;
        this.shape = vit.shape();
    }

    /** {@link #forward(byte[], IntegerTap)} without a tap. */
    public int[] forward(byte[] patches) {
        return forward(patches, IntegerTap.NONE);
    }

    /**
     * @param patches int8 codes at {@code [patch * patchDepth + k]}, patches row-major, k in the order (channel, row,
     *     column)
     * @param listener receives every tensor
     * @return one logit per class, at the exponent {@code exponents().logits()}
     * @throws InvalidInputException if the number of codes is not patches × patchDepth
     */
    public int[] forward(byte[] patches, IntegerTap listener) {
        int expected = shape.patches() * shape.patchDepth();
        if (patches.length != expected) {
            throw new InvalidInputException("The input has " + patches.length + " codes; the network takes " + expected
                    + " (" + shape.patches() + " patches of " + shape.patchDepth() + ").");
        }
        TapPoint tap = TapPoint.root(listener);
        tap.codes("input", patches, shape.patchDepth());
        StreamCodes stream = embed(patches, tap);
        for (int n = 0; n < shape.depth(); n++) {
            stream = block(vit.blocks().get(n), stream, tap.block(n));
        }
        return logits(stream, tap);
    }

    /** The first part of {@link #forward(byte[])}: from patches to the residual stream, [tokens × dim]. */
    public StreamCodes embed(byte[] patches) {
        return embed(patches, TapPoint.root(IntegerTap.NONE));
    }

    /** One block, from stream to stream. */
    public StreamCodes block(int number, StreamCodes stream) {
        return block(vit.blocks().get(number), stream, TapPoint.root(IntegerTap.NONE));
    }

    /** The last part: from the stream to the logits. */
    public int[] logits(StreamCodes stream) {
        return logits(stream, TapPoint.root(IntegerTap.NONE));
    }

    private StreamCodes embed(byte[] patches, TapPoint tap) {
        return new GoldenEmbedding(vit.patchEmbedding(), vit.position(), tap).forward(patches);
    }

    private int[] logits(StreamCodes stream, TapPoint tap) {
        byte[] input = new GoldenReadout(vit.readout(), vit.attention(), shape, tap).of(stream);
        return GoldenLinear.logits(vit.head(), input, "logits", tap);
    }

    /** The class of a row of logits: the greatest, the first of equals (contract §8). */
    public static int classOf(int[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }

    private StreamCodes block(QuantizedBlock block, StreamCodes stream, TapPoint tap) {
        byte[] attended = new GoldenAttention(block.attention(), vit.attention(), shape, tap)
                .forward(GoldenReadout.norm(block.norm1(), stream, "ln1", tap));
        StreamCodes middle = GoldenLinear.stream(block.projection(), attended, stream, "proj", tap);

        int[] hidden =
                GoldenLinear.widened(block.fc1(), GoldenReadout.norm(block.norm2(), middle, "ln2", tap), "fc1", tap);
        BlockCodes activated =
                GeluKernel.apply(hidden, shape.mlpDim(), block.gelu().shift());
        tap.blocks("gelu", activated);
        return GoldenLinear.stream(block.fc2(), AlignKernel.align(activated), middle, "fc2", tap);
    }
}
