// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import java.util.Arrays;
import java.util.stream.IntStream;
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
    private final QuantizerOptions options;

    LinearQuantizer(String name, FloatRows layer, LayerInput input, int bits, QuantizerOptions options) {
        this.name = name;
        this.layer = layer;
        this.input = input;
        this.bits = bits;
        this.options = options;
    }

    /** All outputs at one exponent. */
    QuantizedLinear toExponent(int exponent) {
        return requantized(filled(layer.bias().length, exponent), new int[0]);
    }

    /** Each output at its exponent, after the addition of a residual at its own. */
    QuantizedLinear toStream(int[] outputExponents, int[] residualExponents) {
        return requantized(outputExponents, residualExponents);
    }

    /** All outputs at one exponent, the least for which no weights have to be finer than they would be by themselves. */
    Logits toLogits() {
        int exponent = RoundingErrors.LEAST;
        int outputs = layer.bias().length;
        WeightRow[] free = rows(filled(outputs, Exponents.MIN), filled(outputs, Exponents.MAX));
        for (int o = 0; o < outputs; o++) {
            if (ColumnSums.squares(layer.weights()[o]) > 0) {
                exponent = Math.max(exponent, input.exponent() + free[o].exponent());
            }
        }
        return new Logits(toExponent(exponent), exponent);
    }

    /** A head and the exponent of its logits. */
    record Logits(QuantizedLinear head, int exponent) {}

    private QuantizedLinear requantized(int[] outputExponents, int[] residualExponents) {
        int[] least = new int[layer.bias().length];
        int[] greatest = new int[layer.bias().length];
        for (int o = 0; o < least.length; o++) {
            greatest[o] = outputExponents[o] - input.exponent();
            least[o] = greatest[o] - NumericContract.MAX_SHIFT;
            if (residualExponents.length != 0) {
                int residual = residualExponents[o] - input.exponent();
                greatest[o] = Math.min(greatest[o], residual);
                least[o] = Math.max(least[o], residual - NumericContract.MAX_RESIDUAL_SHIFT);
            }
            least[o] = Math.max(least[o], leastExponentForBias(layer.bias()[o]) - input.exponent());
            if (least[o] > greatest[o]) {
                throw new InvalidInputException("Output " + o + " of " + name
                        + " cannot be expressed by shifts: its weights"
                        + " would need an exponent from " + least[o] + " to " + greatest[o]
                        + "; the network's values span too wide a range.");
            }
        }
        return assemble(rows(least, greatest), outputExponents, residualExponents);
    }

    /** Weights of all outputs with exponents in the given ranges. */
    private WeightRow[] rows(int[] least, int[] greatest) {
        float[][] scaled = Arrays.stream(layer.weights()).map(input::scaled).toArray(float[][]::new);
        WeightRow[] rows = new WeightRow[scaled.length];
        if (options.has(Technique.CHANNEL_WEIGHTS)) {
            for (int o = 0; o < rows.length; o++) {
                int[] candidates = WeightRow.candidates(WeightRow.greatest(scaled[o]), bits, options.rounding());
                rows[o] = WeightRow.choose(scaled[o], input, bits, within(candidates, least[o], greatest[o]));
            }
            return rows;
        }
        double leastError = Double.POSITIVE_INFINITY;
        for (int common : WeightRow.candidates(greatest(scaled), bits, options.rounding())) {
            WeightRow[] tried = new WeightRow[scaled.length];
            double error = 0;
            for (int o = 0; o < tried.length; o++) {
                tried[o] = WeightRow.of(scaled[o], clipped(common, least[o], greatest[o]), bits);
                error += tried[o].outputError(scaled[o], input);
            }
            if (error < leastError) {
                leastError = error;
                rows = tried;
            }
        }
        return rows;
    }

    private static float greatest(float[][] weights) {
        float greatest = 0;
        for (float[] row : weights) {
            greatest = Math.max(greatest, WeightRow.greatest(row));
        }
        return greatest;
    }

    private static int[] within(int[] candidates, int least, int greatest) {
        return IntStream.of(candidates)
                .map(exponent -> clipped(exponent, least, greatest))
                .distinct()
                .toArray();
    }

    private static int clipped(int exponent, int least, int greatest) {
        return Math.max(least, Math.min(greatest, exponent));
    }

    private static int[] filled(int length, int value) {
        int[] filled = new int[length];
        Arrays.fill(filled, value);
        return filled;
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

    /** Mean over the samples of what the quantized products lack, or only what they lack by the coding's offset. */
    private double biasChange(int o, WeightRow row) {
        float[] values = row.values();
        double change = 0;
        if (!options.has(Technique.BIAS_CORRECTION)) {
            double offset = Math.scalb((double) input.coding().offset(), input.exponent());
            for (float value : values) {
                change += value * offset;
            }
            return change;
        }
        for (int k = 0; k < values.length; k++) {
            change += layer.weights()[o][k] * input.exactMean()[k] - values[k] * input.mean()[k];
        }
        return change;
    }
}
