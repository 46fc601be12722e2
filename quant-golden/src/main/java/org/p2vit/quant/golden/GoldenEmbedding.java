// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.golden;

import org.p2vit.quant.model.QuantizedLinear;

/** From patches to the residual stream, contract §7. */
public final class GoldenEmbedding {
    private final QuantizedLinear layer;
    private final byte[] position;
    private final byte[] classTokenRow;
    private final TapPoint tap;

    /** An embedding that nobody looks into. */
    public GoldenEmbedding(QuantizedLinear layer, byte[] position, byte[] classTokenRow) {
        this(layer, position, classTokenRow, TapPoint.root(IntegerTap.NONE));
    }

    GoldenEmbedding(QuantizedLinear layer, byte[] position, byte[] classTokenRow, TapPoint tap) {
        this.layer = layer;
        this.position = position;
        this.classTokenRow = classTokenRow;
        this.tap = tap;
    }

    /**
     * A class token takes part as a patch of zeros, whose result is replaced by its constant row.
     *
     * @param patches [patches × patchDepth]
     * @return [tokens × dim]
     */
    public byte[] forward(byte[] patches) {
        int first = classTokenRow.length / layer.outputs() * layer.inputs();
        byte[] rows = new byte[first + patches.length];
        System.arraycopy(patches, 0, rows, first, patches.length);
        byte[] stream = GoldenLinear.forward(layer, rows, position, "patch_embed", tap);
        System.arraycopy(classTokenRow, 0, stream, 0, classTokenRow.length);
        tap.codes("patch_embed", stream, layer.outputs());
        return stream;
    }
}
