// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import java.util.Objects;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.spec.NumericContract;

/**
 * One linear layer with fused residual and requantization, contract §2. Arrays must not be modified.
 *
 * @param name tensor name of the layer, e.g. {@code blocks.3.fc1}
 * @param outputs number of outputs
 * @param inputs depth K, 1 … 4096
 * @param kind bits and sparsity of the weights
 * @param weights int8 at {@code [o * inputs + k]}; of 4 bits multiples of 16, −128 … 112
 * @param bias int32 at 2^−4 of the output's exponent, |bias| ≤ 2^29, one per output
 * @param shift from the accumulator to the output's exponent, 0 … 31, one per output
 * @param residualShift right shift of the residual lifted by 2^12, 0 … 15, one per output; empty where there is no residual
 */
public record QuantizedLinear(
        String name,
        int outputs,
        int inputs,
        LayerKind kind,
        byte[] weights,
        int[] bias,
        byte[] shift,
        byte[] residualShift) {
    public QuantizedLinear {
        Objects.requireNonNull(name, "name");
        Require.range(name + " outputs", outputs, 1, Integer.MAX_VALUE);
        Require.range(name + " inputs", inputs, 1, NumericContract.MAX_DEPTH);
        Require.length(name + " weights", weights.length, (long) outputs * inputs);
        Require.length(name + " bias", bias.length, outputs);
        Require.length(name + " shift", shift.length, outputs);
        if (kind.weightBits() == 4) {
            Require.multiples(name + " weights", weights, 1 << NumericContract.INT4_SHIFT);
        }
        kind.sparsity().require(name, weights, inputs);
        Require.ints(name + " bias", bias, -NumericContract.MAX_BIAS, NumericContract.MAX_BIAS);
        Require.bytes(name + " shift", shift, 0, NumericContract.MAX_SHIFT);
        if (residualShift.length != 0) {
            Require.length(name + " residual shift", residualShift.length, outputs);
            Require.bytes(name + " residual shift", residualShift, 0, NumericContract.MAX_RESIDUAL_SHIFT);
        }
    }

    /** A layer of dense weights, of 8 or 4 bits. */
    public QuantizedLinear(
            String name,
            int outputs,
            int inputs,
            int weightBits,
            byte[] weights,
            int[] bias,
            byte[] shift,
            byte[] residualShift) {
        this(name, outputs, inputs, LayerKind.dense(weightBits), weights, bias, shift, residualShift);
    }

    /** 8 or 4. */
    public int weightBits() {
        return kind.weightBits();
    }

    /** The same weights with another bias and other shifts. */
    public QuantizedLinear with(int[] otherBias, byte[] otherShift, byte[] otherResidualShift) {
        return new QuantizedLinear(name, outputs, inputs, kind, weights, otherBias, otherShift, otherResidualShift);
    }

    /** Whether a residual tensor is added before the requantization. */
    public boolean hasResidual() {
        return residualShift.length != 0;
    }

    void requireShape(int expectedOutputs, int expectedInputs, boolean expectedResidual) {
        Require.length(name + " output", outputs, expectedOutputs);
        Require.length(name + " input", inputs, expectedInputs);
        if (hasResidual() != expectedResidual) {
            throw new InvalidInputException(
                    name + (expectedResidual ? " needs residual shifts" : " must not have residual shifts"));
        }
    }

    /** Weights that only scale: [dim × dim] with {@code weight} on the diagonal. */
    public static byte[] diagonal(int dim, int weight) {
        byte[] weights = new byte[dim * dim];
        for (int c = 0; c < dim; c++) {
            weights[c * dim + c] = (byte) weight;
        }
        return weights;
    }
}
