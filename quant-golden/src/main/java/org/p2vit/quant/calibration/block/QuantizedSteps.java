// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.block;

import java.util.function.IntFunction;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.options.Technique;
import org.p2vit.quant.calibration.statistics.CalibrationPath;
import org.p2vit.quant.golden.GoldenAttention;
import org.p2vit.quant.golden.GoldenEmbedding;
import org.p2vit.quant.golden.GoldenReadout;
import org.p2vit.quant.kernel.AlignKernel;
import org.p2vit.quant.kernel.GeluKernel;
import org.p2vit.quant.kernel.LayerNormKernel;
import org.p2vit.quant.kernel.LinearKernel;
import org.p2vit.quant.kernel.RequantKernel;
import org.p2vit.quant.kernel.RowCodes;
import org.p2vit.quant.kernel.StreamCodes;
import org.p2vit.quant.model.InputCoding;
import org.p2vit.quant.model.QuantizedAttention;
import org.p2vit.quant.model.QuantizedGelu;
import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.model.QuantizedNorm;
import org.p2vit.quant.model.QuantizedReadout;
import org.p2vit.quant.model.VitShape;

/**
 * Takes the calibration images through those layers that are quantized already, by the golden kernels. Does nothing
 * unless errors are propagated.
 */
public final class QuantizedSteps {
    private static final byte[][] NONE = {};
    private static final StreamCodes[] NO_STREAMS = {};
    private static final RowCodes[] NO_ROWS = {};

    private final VitShape shape;
    private final CalibrationPath path;
    private final QuantizerOptions options;

    public QuantizedSteps(VitShape shape, CalibrationPath path, QuantizerOptions options) {
        this.shape = shape;
        this.path = path;
        this.options = options;
    }

    public byte[][] input(InputCoding coding) {
        return active()
                ? path.map(
                        byte[][]::new,
                        image -> coding.encode(path.patches(image).toArray()))
                : NONE;
    }

    public StreamCodes[] embed(byte[][] input, QuantizedLinear layer, byte[] position) {
        GoldenEmbedding embedding = new GoldenEmbedding(layer, position);
        return streams(image -> embedding.forward(input[image]));
    }

    byte[][] norm(StreamCodes[] streams, QuantizedNorm norm) {
        return active()
                ? path.map(
                        byte[][]::new,
                        image -> LayerNormKernel.normalize(streams[image], norm.gain(), norm.offset(), norm.shift()))
                : NONE;
    }

    /** The head's input. */
    public byte[][] read(StreamCodes[] streams, QuantizedReadout readout) {
        GoldenReadout golden = new GoldenReadout(readout, options.attention(), shape);
        return active() ? path.map(byte[][]::new, image -> golden.of(streams[image])) : NONE;
    }

    byte[][] attend(byte[][] normalized, QuantizedAttention attention) {
        GoldenAttention golden = new GoldenAttention(attention, options.attention(), shape);
        return active() ? path.map(byte[][]::new, image -> golden.forward(normalized[image])) : NONE;
    }

    StreamCodes[] add(byte[][] input, QuantizedLinear layer, StreamCodes[] residual) {
        return streams(image -> RequantKernel.stream(
                accumulate(layer, input[image]), layer.bias(), layer.shift(), residual[image], layer.residualShift()));
    }

    /** As above, of rows with exponents. */
    StreamCodes[] add(RowCodes[] input, QuantizedLinear layer, StreamCodes[] residual) {
        return streams(image -> RequantKernel.stream(
                accumulate(layer, input[image].codes()),
                input[image].exponents(),
                layer.bias(),
                layer.shift(),
                residual[image],
                layer.residualShift()));
    }

    RowCodes[] activate(byte[][] input, QuantizedLinear fc1, QuantizedGelu gelu) {
        return active() ? path.map(RowCodes[]::new, image -> activated(input[image], fc1, gelu)) : NO_ROWS;
    }

    private static RowCodes activated(byte[] input, QuantizedLinear fc1, QuantizedGelu gelu) {
        int[] sums = RequantKernel.widened(accumulate(fc1, input), fc1.bias(), fc1.shift());
        return AlignKernel.align(GeluKernel.apply(sums, fc1.outputs(), gelu.shift()));
    }

    private boolean active() {
        return options.has(Technique.ERROR_PROPAGATION);
    }

    private StreamCodes[] streams(IntFunction<StreamCodes> work) {
        return active() ? path.map(StreamCodes[]::new, work) : NO_STREAMS;
    }

    private static int[] accumulate(QuantizedLinear layer, byte[] input) {
        int rows = input.length / layer.inputs();
        return LinearKernel.accumulate(input, rows, layer.inputs(), layer.weights(), layer.outputs());
    }
}
