// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.weights.FloatBlock;
import org.p2vit.quant.weights.FloatLinear;
import org.p2vit.quant.weights.FloatNorm;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.FloatVit;
import org.p2vit.quant.weights.RandomVit;

/** What makes a network hard to quantize, planted in a random one. */
enum HardVit {
    /** Nothing planted. */
    PLAIN,
    /** Gains of LayerNorm over four decades, taken back by the weights behind: the function stays. */
    GAINS {
        @Override
        FloatBlock changed(FloatBlock block, Random random) {
            float[] factors = new float[block.fc1().inputs()];
            for (int c = 0; c < factors.length; c++) {
                factors[c] = (float) Math.pow(10, 4 * random.nextDouble() - 2);
            }
            return new FloatBlock(
                    scaled(block.norm1(), factors),
                    columns(block.qkv(), factors),
                    block.proj(),
                    scaled(block.norm2(), factors),
                    columns(block.fc1(), factors),
                    block.fc2());
        }
    },
    /** Two tokens are some forty times as large as the others. */
    MASSIVE_TOKENS {
        @Override
        float position(VitShape shape, int token, int channel, float value) {
            return token == 3 || token == 7 ? value + (channel == 5 ? 300 : 0) : value;
        }
    },
    /** One channel of all tokens is far from 0. */
    OUTLIER_CHANNEL {
        @Override
        float position(VitShape shape, int token, int channel, float value) {
            return channel == 5 ? value + 40 : value;
        }
    },
    /** A quarter of the hidden units and of the values is always 0. */
    DEAD_CHANNELS {
        @Override
        FloatBlock changed(FloatBlock block, Random random) {
            return new FloatBlock(
                    block.norm1(),
                    rows(block.qkv(), row -> row >= 2 * block.proj().inputs() && row % 4 == 0 ? 0 : 1),
                    block.proj(),
                    block.norm2(),
                    rows(block.fc1(), row -> row % 4 == 0 ? 0 : 1),
                    block.fc2());
        }
    },
    /** Each token looks at one other. */
    ONE_HOT_ATTENTION {
        @Override
        FloatBlock changed(FloatBlock block, Random random) {
            return queries(block, 12);
        }
    },
    /** All tokens look at all others alike. */
    UNIFORM_ATTENTION {
        @Override
        FloatBlock changed(FloatBlock block, Random random) {
            return queries(block, 1e-3f);
        }
    },
    /** Some hidden units are thirty times as large as others. */
    HIDDEN_OUTLIERS {
        @Override
        FloatBlock changed(FloatBlock block, Random random) {
            return new FloatBlock(
                    block.norm1(),
                    block.qkv(),
                    block.proj(),
                    block.norm2(),
                    rows(block.fc1(), row -> row % 17 == 0 ? 30 : 1),
                    columns(block.fc2(), factors(block.fc2().inputs())));
        }

        private float[] factors(int units) {
            float[] factors = new float[units];
            for (int u = 0; u < units; u++) {
                factors[u] = u % 17 == 0 ? 30 : 1;
            }
            return factors;
        }
    };

    FloatBlock changed(FloatBlock block, Random random) {
        return block;
    }

    float position(VitShape shape, int token, int channel, float value) {
        return value;
    }

    /** A random network that has it in every block. */
    FloatVit of(VitShape shape, long seed) {
        FloatVit plain = RandomVit.of(shape, seed);
        Random random = new Random(seed);
        List<FloatBlock> blocks = new ArrayList<>();
        for (FloatBlock block : plain.blocks()) {
            blocks.add(changed(block, random));
        }
        float[] positions = plain.positions().toArray();
        for (int i = 0; i < positions.length; i++) {
            positions[i] = position(shape, i / shape.dim(), i % shape.dim(), positions[i]);
        }
        return new FloatVit(
                shape,
                plain.patchEmbed(),
                plain.constantTokens(),
                FloatTensor.of(positions, shape.tokens(), shape.dim()),
                blocks,
                plain.norm(),
                plain.head(),
                plain.metadata());
    }

    private static FloatBlock queries(FloatBlock block, float factor) {
        int dim = block.proj().inputs();
        return new FloatBlock(
                block.norm1(),
                rows(block.qkv(), row -> row < dim ? factor : 1),
                block.proj(),
                block.norm2(),
                block.fc1(),
                block.fc2());
    }

    private static FloatNorm scaled(FloatNorm norm, float[] factors) {
        float[] gamma = norm.gamma().toArray();
        float[] beta = norm.beta().toArray();
        for (int c = 0; c < factors.length; c++) {
            gamma[c] *= factors[c];
            beta[c] *= factors[c];
        }
        return new FloatNorm(FloatTensor.of(gamma, gamma.length), FloatTensor.of(beta, beta.length), norm.epsilon());
    }

    private interface Factor {
        float of(int row);
    }

    /** The layer with its outputs multiplied. */
    private static FloatLinear rows(FloatLinear layer, Factor factor) {
        float[] weights = layer.weight().toArray();
        float[] bias = layer.bias().toArray();
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= factor.of(i / layer.inputs());
        }
        for (int o = 0; o < bias.length; o++) {
            bias[o] *= factor.of(o);
        }
        return new FloatLinear(
                FloatTensor.of(weights, layer.outputs(), layer.inputs()), FloatTensor.of(bias, bias.length));
    }

    /** The layer for inputs that are multiplied by factors. */
    private static FloatLinear columns(FloatLinear layer, float[] factors) {
        float[] weights = layer.weight().toArray();
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= factors[i % factors.length];
        }
        return new FloatLinear(FloatTensor.of(weights, layer.outputs(), layer.inputs()), layer.bias());
    }
}
