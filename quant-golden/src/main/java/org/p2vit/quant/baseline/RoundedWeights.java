// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.baseline;

import java.io.Serializable;
import java.util.Map;
import org.p2vit.quant.weights.FloatBlock;
import org.p2vit.quant.weights.FloatLinear;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.FloatVit;

/** Rounds the weights of a network to symmetric codes with one min-max scale per output. */
record RoundedWeights(ScaleRule rule, int innerBits, int outerBits) implements Serializable {
    FloatVit of(FloatVit vit) {
        return new FloatVit(
                vit.shape(),
                rounded(vit.patchEmbed(), outerBits),
                vit.constantTokens(),
                vit.positions(),
                vit.blocks().stream().map(this::rounded).toList(),
                vit.norm(),
                rounded(vit.head(), outerBits),
                Map.of());
    }

    private FloatBlock rounded(FloatBlock block) {
        return new FloatBlock(
                block.norm1(),
                rounded(block.qkv(), innerBits),
                rounded(block.proj(), innerBits),
                block.norm2(),
                rounded(block.fc1(), innerBits),
                rounded(block.fc2(), innerBits));
    }

    private FloatLinear rounded(FloatLinear layer, int bits) {
        float[] weights = layer.weight().toArray();
        int inputs = layer.inputs();
        for (int from = 0; from < weights.length; from += inputs) {
            float greatest = 0;
            for (int k = from; k < from + inputs; k++) {
                greatest = Math.max(greatest, Math.abs(weights[k]));
            }
            UniformCode.symmetric(greatest, bits, rule).round(weights, from, 1, inputs);
        }
        return new FloatLinear(FloatTensor.of(weights, layer.outputs(), inputs), layer.bias());
    }
}
