// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.golden;

import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.spec.NumericContract;

/** From patches to the residual stream, contract §7. */
public final class GoldenEmbedding {
    private final QuantizedLinear layer;
    private final short[] position;
    private final short[] classTokenRow;
    private final TapPoint tap;

    /** An embedding that nobody looks into. */
    public GoldenEmbedding(QuantizedLinear layer, byte[] position, byte[] classTokenRow) {
        this(layer, position, classTokenRow, TapPoint.root(IntegerTap.NONE));
    }

    GoldenEmbedding(QuantizedLinear layer, byte[] position, byte[] classTokenRow, TapPoint tap) {
        this.layer = layer;
        this.position = streamCodes(position);
        this.classTokenRow = streamCodes(classTokenRow);
        this.tap = tap;
    }

    /**
     * A class token takes part as a patch of zeros, whose result is replaced by its constant row.
     *
     * @param patches [patches × patchDepth]
     * @return [tokens × dim]
     */
    public short[] forward(byte[] patches) {
        int first = classTokenRow.length / layer.outputs() * layer.inputs();
        byte[] rows = new byte[first + patches.length];
        System.arraycopy(patches, 0, rows, first, patches.length);
        short[] stream = GoldenLinear.add(layer, rows, position, "patch_embed", tap);
        System.arraycopy(classTokenRow, 0, stream, 0, classTokenRow.length);
        tap.wide("patch_embed", stream, layer.outputs());
        return stream;
    }

    private static short[] streamCodes(byte[] stored) {
        short[] codes = new short[stored.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (short) (stored[i] << NumericContract.STORED_STREAM_SHIFT);
        }
        return codes;
    }
}
