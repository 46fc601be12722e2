// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.reference;

import org.p2vit.quant.model.Activation;

/** The activations of MLPs as they are defined, in double. */
public final class FloatActivation {
    private static final double TANH_FACTOR = Math.sqrt(2 / Math.PI);
    private static final double TANH_CUBE = 0.044715;
    private static final double QUICK_FACTOR = 1.702;

    private FloatActivation() {}

    /** Applies an activation to every value; a new array. */
    public static float[] apply(Activation activation, float[] input) {
        float[] output = new float[input.length];
        for (int i = 0; i < input.length; i++) {
            output[i] = (float) of(activation, input[i]);
        }
        return output;
    }

    /** An activation of one value. StrictMath: Math may differ in its last bit from one JVM to another. */
    static double of(Activation activation, double x) {
        return switch (activation) {
            case GELU -> FloatGelu.of(x);
            case GELU_TANH -> x / 2 * (1 + StrictMath.tanh(TANH_FACTOR * (x + TANH_CUBE * x * x * x)));
            case QUICK_GELU -> x / (1 + StrictMath.exp(-QUICK_FACTOR * x));
            case RELU -> Math.max(x, 0);
        };
    }
}
