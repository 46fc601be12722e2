// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.statistics;

import java.util.List;
import org.p2vit.quant.model.VitShape;

/**
 * How 1/√headDim is divided (contract §4): 2^−shift goes to the shift of the logits, the rest, between ½ and 1, into
 * weights and bias of the query. The rest is 1 where headDim is a power of four.
 */
public record QueryScale(int shift, double factor) {
    public static QueryScale of(VitShape shape) {
        int shift = shape.rootShift();
        return new QueryScale(shift, (1 << shift) / Math.sqrt(shape.headDim()));
    }

    /** Rows of float queries as the quantized network has them. */
    public List<float[]> times(List<float[]> queries) {
        return queries.stream().map(this::times).toList();
    }

    private float[] times(float[] row) {
        float[] scaled = row.clone();
        for (int c = 0; c < scaled.length; c++) {
            scaled[c] *= (float) factor;
        }
        return scaled;
    }
}
