// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

/** The heads of a distilled DeiT as one linear layer that reads the rows of both tokens one after another. */
final class DistilledHead {
    private DistilledHead() {}

    /** The mean of two heads, each of which reads its token: ½·[W₁ W₂] and ½·(b₁ + b₂). */
    static FloatLinear mean(FloatLinear first, FloatLinear second) {
        float[] bias = first.bias().toArray();
        for (int o = 0; o < bias.length; o++) {
            bias[o] = (bias[o] + second.bias().get(o)) / 2;
        }
        return sideBySide(first, second, 0.5f, bias);
    }

    /** A head that reads the first token only. */
    static FloatLinear ofFirst(FloatLinear head) {
        FloatLinear none = new FloatLinear(
                FloatTensor.of(new float[head.outputs() * head.inputs()], head.outputs(), head.inputs()), head.bias());
        return sideBySide(head, none, 1, head.bias().toArray());
    }

    /** One of the two heads whose mean a layer is; they share its bias. */
    static FloatLinear part(FloatLinear head, int number) {
        int inputs = head.inputs() / 2;
        float[] weights = new float[head.outputs() * inputs];
        for (int o = 0; o < head.outputs(); o++) {
            for (int k = 0; k < inputs; k++) {
                weights[o * inputs + k] = 2 * head.weight().get(o, number * inputs + k);
            }
        }
        return new FloatLinear(FloatTensor.of(weights, head.outputs(), inputs), head.bias());
    }

    private static FloatLinear sideBySide(FloatLinear first, FloatLinear second, float factor, float[] bias) {
        int inputs = first.inputs();
        float[] weights = new float[2 * first.outputs() * inputs];
        for (int o = 0; o < first.outputs(); o++) {
            for (int k = 0; k < inputs; k++) {
                weights[2 * o * inputs + k] = factor * first.weight().get(o, k);
                weights[(2 * o + 1) * inputs + k] = factor * second.weight().get(o, k);
            }
        }
        return new FloatLinear(
                FloatTensor.of(weights, first.outputs(), 2 * inputs), FloatTensor.of(bias, first.outputs()));
    }
}
