// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import java.util.Arrays;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.Exponents;
import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.spec.NumericContract;

/**
 * Quantizes one linear layer whose input and output exponents are known, contract §2. The exponent of each output's
 * weights is free within what the contract's shifts and bias can express.
 */
final class LinearQuantizer {
    private final String name;
    private final LayerInput input;
    private final int bits;
    private final FloatRows layer;

    LinearQuantizer(String name, FloatRows layer, LayerInput input, int bits) {
        this.name = name;
        this.layer = layer;
        this.input = input;
        this.bits = bits;
    }

    /** All outputs at one exponent. */
    QuantizedLinear toExponent(int exponent) {
        int[] exponents = new int[layer.bias().length];
        Arrays.fill(exponents, exponent);
        return requantized(exponents, new int[0]);
    }

    /** Each output at its exponent, after the addition of a residual at its own. */
    QuantizedLinear toStream(int[] outputExponents, int[] residualExponents) {
        return requantized(outputExponents, residualExponents);
    }

    /** All outputs at one exponent, the least for which no weights have to be finer than they would be by themselves. */
    Logits toLogits() {
        int exponent = RoundingErrors.LEAST;
        for (float[] weights : layer.weights()) {
            float[] scaled = input.scaled(weights);
            if (ColumnSums.squares(scaled) > 0) {
                int free = WeightRow.choose(scaled, input, bits, Exponents.MIN, Exponents.MAX)
                        .exponent();
                exponent = Math.max(exponent, input.exponent() + free);
            }
        }
        return new Logits(toExponent(exponent), exponent);
    }

    /** A head and the exponent of its logits. */
    record Logits(QuantizedLinear head, int exponent) {}

    private QuantizedLinear requantized(int[] outputExponents, int[] residualExponents) {
        WeightRow[] rows = new WeightRow[layer.bias().length];
        for (int o = 0; o < rows.length; o++) {
            int greatest = outputExponents[o] - input.exponent();
            int least = greatest - NumericContract.MAX_SHIFT;
            if (residualExponents.length != 0) {
                int residual = residualExponents[o] - input.exponent();
                greatest = Math.min(greatest, residual);
                least = Math.max(least, residual - NumericContract.MAX_RESIDUAL_SHIFT);
            }
            rows[o] = row(o, least, greatest);
        }
        return assemble(rows, outputExponents, residualExponents);
    }

    private WeightRow row(int o, int least, int greatest) {
        int lower = Math.max(least, leastExponentForBias(layer.bias()[o]) - input.exponent());
        if (lower > greatest) {
            throw new InvalidInputException("Output " + o + " of " + name
                    + " cannot be expressed by shifts: its weights"
                    + " would need an exponent from " + lower + " to " + greatest + "; the network's values span too"
                    + " wide a range.");
        }
        return WeightRow.choose(input.scaled(layer.weights()[o]), input, bits, lower, greatest);
    }

    /** Exponent of an accumulator in which the bias, and what is added to it, stays within its bound. */
    private static int leastExponentForBias(double bias) {
        double twice = Math.max(Math.abs(bias) * 2, Double.MIN_NORMAL);
        return Math.getExponent(twice / NumericContract.MAX_BIAS) + 1;
    }

    private QuantizedLinear assemble(WeightRow[] rows, int[] outputExponents, int[] residualExponents) {
        int inputs = input.columns().length;
        byte[] codes = new byte[rows.length * inputs];
        int[] integerBias = new int[rows.length];
        byte[] shift = new byte[rows.length];
        byte[] residualShift = new byte[residualExponents.length];
        for (int o = 0; o < rows.length; o++) {
            int accumulator = input.exponent() + rows[o].exponent();
            System.arraycopy(rows[o].codes(), 0, codes, o * inputs, inputs);
            double exact = Math.scalb(layer.bias()[o] + biasChange(o, rows[o]), -accumulator);
            integerBias[o] = Math.toIntExact(Math.round(exact));
            shift[o] = (byte) (outputExponents[o] - accumulator);
            if (residualExponents.length != 0) {
                residualShift[o] = (byte) (residualExponents[o] - accumulator);
            }
        }
        return new QuantizedLinear(name, rows.length, inputs, bits, codes, integerBias, shift, residualShift);
    }

    /** Mean over the samples of what the quantized products lack. */
    private double biasChange(int o, WeightRow row) {
        float[] values = row.values();
        double change = 0;
        for (int k = 0; k < values.length; k++) {
            change += layer.weights()[o][k] * input.exactMean()[k] - values[k] * input.mean()[k];
        }
        return change;
    }
}
