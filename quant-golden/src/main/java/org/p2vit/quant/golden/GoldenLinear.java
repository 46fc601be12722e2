// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.golden;

import org.p2vit.quant.kernel.LinearKernel;
import org.p2vit.quant.kernel.RequantKernel;
import org.p2vit.quant.kernel.RowCodes;
import org.p2vit.quant.kernel.StreamCodes;
import org.p2vit.quant.model.QuantizedLinear;

/** One linear layer from activations to codes, contract §2. */
final class GoldenLinear {
    private GoldenLinear() {}

    static byte[] forward(QuantizedLinear layer, byte[] activations, String name, TapPoint tap) {
        byte[] codes = RequantKernel.requantize(accumulate(layer, activations, name, tap), layer.bias(), layer.shift());
        tap.codes(name, codes, layer.outputs());
        return codes;
    }

    /** What GELU takes. */
    static int[] widened(QuantizedLinear layer, byte[] activations, String name, TapPoint tap) {
        int[] values = RequantKernel.widened(accumulate(layer, activations, name, tap), layer.bias(), layer.shift());
        tap.values(name, values, layer.outputs());
        return values;
    }

    /** A row of a residual stream that begins with the layer. */
    static StreamCodes stream(QuantizedLinear layer, byte[] activations, String name, TapPoint tap) {
        StreamCodes stream =
                RequantKernel.stream(accumulate(layer, activations, name, tap), layer.bias(), layer.shift());
        tap.stream(name, stream);
        return stream;
    }

    /** The residual stream behind the layer. */
    static StreamCodes stream(
            QuantizedLinear layer, byte[] activations, StreamCodes residual, String name, TapPoint tap) {
        int rows = activations.length / layer.inputs();
        return stream(layer, new RowCodes(activations, new byte[rows]), residual, name, tap);
    }

    /** As above, of rows with exponents. */
    static StreamCodes stream(QuantizedLinear layer, RowCodes rows, StreamCodes residual, String name, TapPoint tap) {
        int[] acc = accumulate(layer, rows.codes(), name, tap);
        StreamCodes stream = RequantKernel.stream(
                acc, rows.exponents(), layer.bias(), layer.shift(), residual, layer.residualShift());
        tap.stream(name, stream);
        return stream;
    }

    static int[] logits(QuantizedLinear layer, byte[] activations, String name, TapPoint tap) {
        int[] logits = RequantKernel.logits(accumulate(layer, activations, name, tap), layer.bias(), layer.shift());
        tap.values(name, logits, layer.outputs());
        return logits;
    }

    private static int[] accumulate(QuantizedLinear layer, byte[] activations, String name, TapPoint tap) {
        int rows = activations.length / layer.inputs();
        int[] acc = LinearKernel.accumulate(activations, rows, layer.inputs(), layer.weights(), layer.outputs());
        tap.accumulators(name, acc, layer.outputs());
        return acc;
    }
}
