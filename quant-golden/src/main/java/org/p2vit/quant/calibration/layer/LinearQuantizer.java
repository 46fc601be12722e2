// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.layer;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.OrderedWork;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.options.Technique;
import org.p2vit.quant.calibration.statistics.ColumnSums;
import org.p2vit.quant.calibration.statistics.RoundingErrors;
import org.p2vit.quant.model.Exponents;
import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.spec.NumericContract;

/**
 * Quantizes one linear layer whose input and output exponents are known, contract §2. The exponent of each output's
 * weights is free within what the contract's shifts and bias can express.
 */
public final class LinearQuantizer {
    private final String name;
    private final FloatRows layer;
    private final LayerInput input;
    private final WeightChooser chooser;
    private final int bits;
    private final QuantizerOptions options;

    LinearQuantizer(
            String name, FloatRows layer, LayerInput input, WeightChooser chooser, int bits, QuantizerOptions options) {
        this.name = name;
        this.layer = layer;
        this.input = input;
        this.chooser = chooser;
        this.bits = bits;
        this.options = options;
    }

    /** All outputs at one exponent. */
    public QuantizedLinear toExponent(int exponent) {
        return requantized(filled(layer.bias().length, exponent), new int[0]);
    }

    /** Each output at its exponent. */
    public QuantizedLinear toExponents(int[] exponents) {
        return requantized(exponents, new int[0]);
    }

    /** Each output at its exponent, after the addition of a residual at its own. */
    public QuantizedLinear toStream(int[] outputExponents, int[] residualExponents) {
        return requantized(outputExponents, residualExponents);
    }

    /** All outputs at one exponent, the least for which no weights have to be finer than they would be by themselves. */
    public Logits toLogits() {
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
    public record Logits(QuantizedLinear head, int exponent) {}

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
            least[o] = Math.max(least[o], leastExponentForBias(o) - input.exponent());
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
        int outputs = chooser.outputs();
        if (options.has(Technique.CHANNEL_WEIGHTS)) {
            return each(outputs, o -> {
                double greatestWeight = WeightRow.greatest(chooser.scaled(o));
                int[] candidates = WeightRow.candidates(greatestWeight, bits, options.rounding());
                return chooser.choose(o, within(candidates, least[o], greatest[o]));
            });
        }
        double greatestWeight = 0;
        for (int o = 0; o < outputs; o++) {
            greatestWeight = Math.max(greatestWeight, WeightRow.greatest(chooser.scaled(o)));
        }
        WeightRow[] best = {};
        double leastError = Double.POSITIVE_INFINITY;
        for (int common : WeightRow.candidates(greatestWeight, bits, options.rounding())) {
            WeightRow[] rows = each(outputs, o -> chooser.round(o, clipped(common, least[o], greatest[o])));
            double error = 0;
            for (int o = 0; o < outputs; o++) {
                error += chooser.error(o, rows[o]);
            }
            if (error < leastError) {
                leastError = error;
                best = rows;
            }
        }
        return best;
    }

    private WeightRow[] each(int outputs, IntFunction<WeightRow> rule) {
        WeightRow[] rows = new WeightRow[outputs];
        OrderedWork.run(options.threads(), outputs, rule, (o, row) -> rows[o] = row);
        return rows;
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
    private int leastExponentForBias(int o) {
        double bias = Math.max(Math.abs(layer.bias()[o]), Math.abs(chooser.bias(o, chooser.scaled(o))));
        double twice = Math.max(bias * 2, Double.MIN_NORMAL);
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
            double exact = Math.scalb(bias(o, rows[o]), -accumulator);
            if (!(Math.abs(exact) <= NumericContract.MAX_BIAS)) {
                throw new InvalidInputException(String.format(
                        Locale.ROOT,
                        "Output %d of %s needs a bias of %.3g units; the contract allows %d. The network's values span"
                                + " too wide a range.",
                        o,
                        name,
                        exact,
                        NumericContract.MAX_BIAS));
            }
            integerBias[o] = (int) Math.round(exact);
            shift[o] = (byte) (outputExponents[o] - accumulator);
            if (residualExponents.length != 0) {
                residualShift[o] = (byte) (residualExponents[o] - accumulator);
            }
        }
        return new QuantizedLinear(name, rows.length, inputs, bits, codes, integerBias, shift, residualShift);
    }

    /** With correction, the mean output of the samples is the exact one; without, only the coding's offset is made up for. */
    private double bias(int o, WeightRow row) {
        if (options.has(Technique.BIAS_CORRECTION)) {
            return chooser.bias(o, row.values());
        }
        double offset = Math.scalb((double) input.coding().offset(), input.exponent());
        double bias = layer.bias()[o];
        for (float value : row.values()) {
            bias += value * offset;
        }
        return bias;
    }
}
