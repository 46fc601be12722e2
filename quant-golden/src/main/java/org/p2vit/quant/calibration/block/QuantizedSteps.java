// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.block;

import java.util.Arrays;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.options.Technique;
import org.p2vit.quant.calibration.statistics.CalibrationPath;
import org.p2vit.quant.golden.GoldenAttention;
import org.p2vit.quant.golden.GoldenEmbedding;
import org.p2vit.quant.kernel.AlignKernel;
import org.p2vit.quant.kernel.GeluKernel;
import org.p2vit.quant.kernel.LayerNormKernel;
import org.p2vit.quant.kernel.LinearKernel;
import org.p2vit.quant.kernel.RequantKernel;
import org.p2vit.quant.kernel.RowCodes;
import org.p2vit.quant.model.InputCoding;
import org.p2vit.quant.model.QuantizedAttention;
import org.p2vit.quant.model.QuantizedGelu;
import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.model.QuantizedNorm;
import org.p2vit.quant.model.VitShape;

/**
 * Takes the calibration images through those layers that are quantized already, by the golden kernels. Does nothing
 * unless errors are propagated.
 */
public final class QuantizedSteps {
    private static final byte[][] NONE = {};
    private static final short[][] NO_STREAMS = {};
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

    public short[][] embed(byte[][] input, QuantizedLinear layer, byte[] position, byte[] classTokenRow) {
        GoldenEmbedding embedding = new GoldenEmbedding(layer, position, classTokenRow);
        return active() ? path.map(short[][]::new, image -> embedding.forward(input[image])) : NO_STREAMS;
    }

    public byte[][] norm(short[][] streams, QuantizedNorm norm) {
        return active() ? path.map(byte[][]::new, image -> normalized(streams[image], norm)) : NONE;
    }

    public short[][] classTokens(short[][] streams) {
        return active()
                ? path.map(short[][]::new, image -> Arrays.copyOf(streams[image], shape.headInputs()))
                : NO_STREAMS;
    }

    byte[][] attend(byte[][] normalized, QuantizedAttention attention) {
        GoldenAttention golden = new GoldenAttention(attention, options.attention(), shape.tokens());
        return active() ? path.map(byte[][]::new, image -> golden.forward(normalized[image])) : NONE;
    }

    short[][] add(byte[][] input, QuantizedLinear layer, short[][] streams) {
        return active()
                ? path.map(
                        short[][]::new,
                        image -> RequantKernel.add(
                                accumulate(layer, input[image]),
                                layer.bias(),
                                layer.shift(),
                                streams[image],
                                layer.residualShift()))
                : NO_STREAMS;
    }

    /** As above, of rows with exponents. */
    short[][] add(RowCodes[] input, QuantizedLinear layer, short[][] streams) {
        return active()
                ? path.map(
                        short[][]::new,
                        image -> RequantKernel.add(
                                accumulate(layer, input[image].codes()),
                                input[image].exponents(),
                                layer.bias(),
                                layer.shift(),
                                streams[image],
                                layer.residualShift()))
                : NO_STREAMS;
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

    private static byte[] normalized(short[] stream, QuantizedNorm norm) {
        int rows = stream.length / norm.dim();
        return LayerNormKernel.normalize(stream, rows, norm.factor(), norm.gain(), norm.offset(), norm.shift());
    }

    private static int[] accumulate(QuantizedLinear layer, byte[] input) {
        int rows = input.length / layer.inputs();
        return LinearKernel.accumulate(input, rows, layer.inputs(), layer.weights(), layer.outputs());
    }
}
