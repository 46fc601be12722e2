// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.golden;

import org.p2vit.quant.kernel.StreamCodes;
import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.spec.NumericContract;

/** From patches to the residual stream, contract §7. */
public final class GoldenEmbedding {
    private final QuantizedLinear layer;
    private final StreamCodes residual;
    private final TapPoint tap;

    /** An embedding that nobody looks into. */
    public GoldenEmbedding(QuantizedLinear layer, byte[] position) {
        this(layer, position, TapPoint.root(IntegerTap.NONE));
    }

    GoldenEmbedding(QuantizedLinear layer, byte[] position, TapPoint tap) {
        this.layer = layer;
        this.residual = residual(position, layer.outputs());
        this.tap = tap;
    }

    /**
     * A constant token takes part as a patch of zeros, so that all of it is bias and position.
     *
     * @param patches [patches × patchDepth]; rows of the position embedding beyond their number are constant tokens
     * @return [tokens × dim]
     */
    public StreamCodes forward(byte[] patches) {
        byte[] rows = new byte[residual.rows() * layer.inputs()];
        System.arraycopy(patches, 0, rows, rows.length - patches.length, patches.length);
        return GoldenLinear.stream(layer, rows, residual, "patch_embed", tap);
    }

    private static StreamCodes residual(byte[] position, int dim) {
        short[] codes = new short[position.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (short) (position[i] << NumericContract.STORED_STREAM_SHIFT);
        }
        return StreamCodes.withoutExponents(codes, dim);
    }
}
