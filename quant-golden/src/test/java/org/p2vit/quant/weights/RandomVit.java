// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.p2vit.quant.model.VitShape;

/** Networks and inputs with seeded random values, of a magnitude that keeps the residual stream near one. */
public final class RandomVit {
    private final Random random;

    private RandomVit(long seed) {
        this.random = new Random(seed);
    }

    public static FloatVit of(VitShape shape, long seed) {
        return new RandomVit(seed).network(shape);
    }

    /** Normally distributed patches of one image. */
    public static FloatTensor patches(VitShape shape, long seed) {
        return new RandomVit(seed).tensor(0, 1, shape.patches(), shape.patchDepth());
    }

    private FloatVit network(VitShape shape) {
        int dim = shape.dim();
        List<FloatBlock> blocks = new ArrayList<>();
        FloatLinear patchEmbed = linear(dim, shape.patchDepth());
        FloatTensor classToken = tensor(0, 1, shape.constantTokens() * shape.dim());
        FloatTensor positions = tensor(0, 0.5f, shape.tokens(), dim);
        for (int i = 0; i < shape.depth(); i++) {
            blocks.add(new FloatBlock(
                    norm(dim),
                    linear(3 * dim, dim),
                    linear(dim, dim),
                    norm(dim),
                    linear(shape.mlpDim(), dim),
                    linear(dim, shape.mlpDim())));
        }
        return new FloatVit(
                shape,
                patchEmbed,
                classToken,
                positions,
                blocks,
                shape.readout().hasNorm() ? Optional.of(norm(dim)) : Optional.empty(),
                linear(shape.classes(), shape.headInputs()),
                Map.of());
    }

    private FloatLinear linear(int outputs, int inputs) {
        return new FloatLinear(tensor(0, (float) (1 / Math.sqrt(inputs)), outputs, inputs), tensor(0, 0.1f, outputs));
    }

    private FloatNorm norm(int dim) {
        return new FloatNorm(tensor(1, 0.2f, dim), tensor(0, 0.2f, dim), FloatNorm.TIMM_EPSILON);
    }

    private FloatTensor tensor(float mean, float deviation, int... shape) {
        int size = 1;
        for (int extent : shape) {
            size *= extent;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = mean + deviation * (float) random.nextGaussian();
        }
        return FloatTensor.of(values, shape);
    }
}
