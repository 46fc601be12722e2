// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.rotation;

import java.util.Arrays;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.weights.FloatBlock;
import org.p2vit.quant.weights.FloatLinear;
import org.p2vit.quant.weights.FloatNorm;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.FloatVit;

/**
 * Another network with the same function whose tensors have no outlying channels, as QuaRot (arXiv 2404.00456) and SpinQuant
 * do it for language models, here with LayerNorm and learnt positions:
 *
 * <ul>
 *   <li>gains and offsets of the LayerNorms go into the layers that read them;
 *   <li>the residual stream is stored without its mean, which every LayerNorm takes away again, unless the head reads it without one;
 *   <li>an orthogonal matrix that leaves means alone rotates the stream: what writes to it is multiplied by the matrix, what
 *       reads its normalized rows by the transpose;
 *   <li>another one rotates q and k of each head alike, and v, which the projection takes back.
 * </ul>
 *
 * <p>Weights and activations then spread over all channels, and 8 or 4 bits go further. Hidden MLP channels stay as they
 * are: GELU is no linear map. All of it happens off line; kernels and hardware do not see it.
 */
public final class Rotation {
    private final VitShape shape;
    private final IncoherentMatrix stream;
    private final IncoherentMatrix head;

    private Rotation(VitShape shape, long seed) {
        this.shape = shape;
        this.stream = new IncoherentMatrix(shape.dim(), seed);
        this.head = new IncoherentMatrix(shape.headDim(), seed + 1);
    }

    /** The rotated network, the same for the same seed. */
    public static FloatVit of(FloatVit vit, long seed) {
        return new Rotation(vit.shape(), seed).rotated(vit);
    }

    private FloatVit rotated(FloatVit vit) {
        return new FloatVit(
                shape,
                writing(vit.patchEmbed()),
                rowsOf(vit.constantTokens()),
                rowsOf(vit.positions()),
                vit.blocks().stream().map(this::rotated).toList(),
                vit.norm().map(norm -> plainNorm(norm.epsilon())),
                vit.norm().map(norm -> reading(vit.head(), norm)).orElseGet(() -> rotatedColumns(vit.head())),
                vit.metadata());
    }

    private FloatBlock rotated(FloatBlock block) {
        FloatLinear qkv = reading(block.qkv(), block.norm1());
        FloatTensor projection = block.proj().weight();
        FloatTensor columns = FloatTensor.of(head.times(projection.toArray()), projection.rows(), projection.columns());
        return new FloatBlock(
                plainNorm(block.norm1().epsilon()),
                mixedOutputs(
                        qkv,
                        head.times(transposed(qkv.weight())),
                        head.times(qkv.bias().toArray())),
                writing(new FloatLinear(columns, block.proj().bias())),
                plainNorm(block.norm2().epsilon()),
                reading(block.fc1(), block.norm2()),
                writing(block.fc2()));
    }

    private FloatNorm plainNorm(double epsilon) {
        float[] ones = new float[shape.dim()];
        Arrays.fill(ones, 1);
        return new FloatNorm(
                FloatTensor.of(ones, ones.length), FloatTensor.of(new float[ones.length], ones.length), epsilon);
    }

    /** A layer that adds to the stream. */
    private FloatLinear writing(FloatLinear layer) {
        return mixedOutputs(
                layer,
                inStream(transposed(layer.weight())),
                inStream(layer.bias().toArray()));
    }

    /** A layer that reads rows of the stream behind a LayerNorm, the class tokens' rows side by side if there are two. */
    private FloatLinear reading(FloatLinear layer, FloatNorm norm) {
        float[] weights = layer.weight().toArray();
        float[] bias = layer.bias().toArray();
        for (int o = 0; o < layer.outputs(); o++) {
            double sum = bias[o];
            for (int k = 0; k < layer.inputs(); k++) {
                int c = k % shape.dim();
                sum += (double) weights[o * layer.inputs() + k] * norm.beta().get(c);
                weights[o * layer.inputs() + k] *= norm.gamma().get(c);
            }
            bias[o] = (float) sum;
        }
        return rotatedColumns(new FloatLinear(
                FloatTensor.of(weights, layer.outputs(), layer.inputs()), FloatTensor.of(bias, layer.outputs())));
    }

    /** A layer that reads rows of the stream as they are. */
    private FloatLinear rotatedColumns(FloatLinear layer) {
        return new FloatLinear(
                FloatTensor.of(stream.times(layer.weight().toArray()), layer.outputs(), layer.inputs()), layer.bias());
    }

    /** Constant rows of the stream. */
    private FloatTensor rowsOf(FloatTensor tensor) {
        int[] dimensions = tensor.shape().stream().mapToInt(Integer::intValue).toArray();
        return FloatTensor.of(inStream(tensor.toArray()), dimensions);
    }

    /** Vectors of the stream as it is stored: without their means, unless a head reads them without a LayerNorm. */
    private float[] inStream(float[] vectors) {
        return shape.readout().hasNorm() ? stream.timesCentred(vectors) : stream.times(vectors);
    }

    private static FloatLinear mixedOutputs(FloatLinear layer, float[] transposed, float[] bias) {
        FloatTensor columns = FloatTensor.of(transposed, layer.inputs(), layer.outputs());
        return new FloatLinear(
                FloatTensor.of(transposed(columns), layer.outputs(), layer.inputs()),
                FloatTensor.of(bias, layer.outputs()));
    }

    private static float[] transposed(FloatTensor matrix) {
        int rows = matrix.rows();
        int columns = matrix.columns();
        float[] from = matrix.toArray();
        float[] to = new float[from.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                to[column * rows + row] = from[row * columns + column];
            }
        }
        return to;
    }
}
