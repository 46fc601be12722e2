// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.golden;

import org.p2vit.quant.kernel.LayerNormKernel;
import org.p2vit.quant.kernel.RequantKernel;
import org.p2vit.quant.kernel.StreamCodes;
import org.p2vit.quant.model.QuantizedNarrowing;
import org.p2vit.quant.model.QuantizedNorm;
import org.p2vit.quant.model.QuantizedReadout;

/** From rows of the residual stream to int8: LayerNorms, contract §3, and what stands in the place of the final one, §8.1. */
public final class GoldenReadout {
    private GoldenReadout() {}

    /** Codes [rows × channels]. */
    public static byte[] of(QuantizedReadout readout, StreamCodes stream) {
        return of(readout, stream, TapPoint.root(IntegerTap.NONE));
    }

    static byte[] of(QuantizedReadout readout, StreamCodes stream, TapPoint tap) {
        return readout instanceof QuantizedNorm norm
                ? norm(norm, stream, readout.name(), tap)
                : narrow((QuantizedNarrowing) readout, stream, tap);
    }

    static byte[] norm(QuantizedNorm norm, StreamCodes stream, String name, TapPoint tap) {
        byte[] codes = LayerNormKernel.normalize(stream, norm.gain(), norm.offset(), norm.shift());
        tap.codes(name, codes, norm.dim());
        return codes;
    }

    /** A layer of §2 to which only the stream contributes: its sums are 0. */
    private static byte[] narrow(QuantizedNarrowing narrowing, StreamCodes stream, TapPoint tap) {
        tap.accumulators(narrowing.name(), new int[stream.codes().length], stream.columns());
        byte[] codes = RequantKernel.narrowed(stream, narrowing.residualShift());
        tap.codes(narrowing.name(), codes, stream.columns());
        return codes;
    }
}
