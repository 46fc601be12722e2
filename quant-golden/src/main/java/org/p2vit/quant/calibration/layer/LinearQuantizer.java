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
import org.p2vit.quant.model.LayerKind;
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
    private final LayerKind kind;
    private final QuantizerOptions options;
    /** Weights at exponents that nothing limits, once they are known. */
    private WeightRow[] free = {};

    LinearQuantizer(
            String name,
            FloatRows layer,
            LayerInput input,
            WeightChooser chooser,
            LayerKind kind,
            QuantizerOptions options) {
        this.name = name;
        this.layer = layer;
        this.input = input;
        this.chooser = chooser;
        this.kind = kind;
        this.options = options;
    }

    /** All outputs at one exponent. */
    public QuantizedLinear toExponent(int exponent) {
        return toExponents(filled(layer.bias().length, exponent));
    }

    /** Each output at its exponent. */
    public QuantizedLinear toExponents(int[] exponents) {
        return requantized(exponents, 0);
    }

    /** The layer that writes a residual stream of an exponent, but for the shifts of what is added. */
    public QuantizedLinear toStream(int stream) {
        return toExponent(stream - NumericContract.STREAM_GUARD_BITS);
    }

    /**
     * The layer that writes a residual stream.
     *
     * @param stream exponent (contract §2.2)
     * @param residual exponent of the stream that it is added to
     */
    public QuantizedLinear toStream(int stream, int residual) {
        return added(toStream(stream), stream - residual);
    }

    /** As above, of input rows with exponents: no shift may be less than the greatest of these. */
    public QuantizedLinear fromRowsToStream(int stream, int residual) {
        int[] exponents = filled(layer.bias().length, stream - NumericContract.STREAM_GUARD_BITS);
        return added(requantized(exponents, NumericContract.MAX_ROW_EXPONENT), stream - residual);
    }

    private static QuantizedLinear added(QuantizedLinear layer, int step) {
        byte[] shifts = new byte[layer.outputs()];
        Arrays.fill(shifts, (byte) (step + NumericContract.RESIDUAL_SHIFT_BASE));
        return layer.with(layer.bias(), layer.shift(), shifts);
    }

    /**
     * All outputs at one exponent, the least for which no weights have to be finer than they would be by themselves and each
     * bias is within its bound.
     */
    public Logits toLogits() {
        int exponent = accumulatorExponent();
        for (int o = 0; o < layer.bias().length; o++) {
            exponent = Math.max(exponent, leastExponentForBias(o));
        }
        // What this does not reach is refused for its bias.
        exponent = Math.min(Exponents.MAX, exponent);
        return new Logits(toExponent(exponent), exponent);
    }

    /** The greatest exponent of an accumulator if weights have those that suit them best. */
    public int accumulatorExponent() {
        int exponent = RoundingErrors.LEAST;
        free = freeRows();
        for (int o = 0; o < free.length; o++) {
            if (ColumnSums.squares(layer.weights()[o]) > 0) {
                exponent = Math.max(exponent, input.exponent() + free[o].exponent());
            }
        }
        return exponent;
    }

    private WeightRow[] freeRows() {
        int outputs = layer.bias().length;
        return rows(filled(outputs, Exponents.MIN), filled(outputs, Exponents.MAX));
    }

    /** A head and the exponent of its logits. */
    public record Logits(QuantizedLinear head, int exponent) {}

    private QuantizedLinear requantized(int[] outputExponents, int leastShift) {
        int[] least = new int[layer.bias().length];
        int[] greatest = new int[layer.bias().length];
        for (int o = 0; o < least.length; o++) {
            int exponent = outputExponents[o] - input.exponent();
            least[o] = exponent - NumericContract.MAX_SHIFT;
            greatest[o] = exponent - leastShift;
        }
        return assemble(rows(least, greatest), outputExponents);
    }

    /** Weights of all outputs with exponents in the given ranges. */
    private WeightRow[] rows(int[] least, int[] greatest) {
        int outputs = chooser.outputs();
        if (options.has(Technique.CHANNEL_WEIGHTS)) {
            return each(outputs, o -> {
                double greatestWeight = WeightRow.greatest(chooser.scaled(o));
                int[] candidates = WeightRow.candidates(greatestWeight, kind.weightBits(), options.rounding());
                int[] allowed = within(candidates, least[o], greatest[o]);
                return o < free.length && Arrays.equals(allowed, candidates) ? free[o] : chooser.choose(o, allowed);
            });
        }
        double greatestWeight = 0;
        for (int o = 0; o < outputs; o++) {
            greatestWeight = Math.max(greatestWeight, WeightRow.greatest(chooser.scaled(o)));
        }
        WeightRow[] best = new WeightRow[outputs];
        double leastError = Double.POSITIVE_INFINITY;
        for (int common : WeightRow.candidates(greatestWeight, kind.weightBits(), options.rounding())) {
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
        requireFinite(best);
        return best;
    }

    private WeightRow[] each(int outputs, IntFunction<WeightRow> rule) {
        WeightRow[] rows = new WeightRow[outputs];
        OrderedWork.run(options.threads(), outputs, rule, (o, row) -> rows[o] = row);
        requireFinite(rows);
        return rows;
    }

    /** Where no error is a number, no exponent was chosen. */
    private void requireFinite(WeightRow[] rows) {
        for (int o = 0; o < rows.length; o++) {
            if (rows[o] == null) {
                throw new InvalidInputException("Output " + o + " of " + name
                        + " cannot be expressed by shifts: its errors are beyond the range of float at any exponent of its"
                        + " weights; the network's values span too wide a range.");
            }
        }
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

    /** Exponent of an output in which the bias, and what is added to it, stays within its bound. */
    private int leastExponentForBias(int o) {
        double bias = Math.max(Math.abs(layer.bias()[o]), Math.abs(chooser.bias(o, chooser.scaled(o))));
        double twice = Math.max(bias * 2, Double.MIN_NORMAL);
        return Math.getExponent(twice / NumericContract.MAX_BIAS) + 1 + NumericContract.REQUANT_GUARD_BITS;
    }

    private QuantizedLinear assemble(WeightRow[] rows, int[] outputExponents) {
        int inputs = input.columns().length;
        byte[] codes = new byte[rows.length * inputs];
        int[] integerBias = new int[rows.length];
        byte[] shift = new byte[rows.length];
        for (int o = 0; o < rows.length; o++) {
            int accumulator = input.exponent() + rows[o].exponent();
            System.arraycopy(rows[o].codes(), 0, codes, o * inputs, inputs);
            int biasExponent = outputExponents[o] - NumericContract.REQUANT_GUARD_BITS;
            double exact = Math.scalb(bias(o, rows[o]), -biasExponent);
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
        }
        return new QuantizedLinear(name, rows.length, inputs, kind, codes, integerBias, shift, new byte[0]);
    }

    /** With correction, the mean output of the samples is the exact one. */
    private double bias(int o, WeightRow row) {
        return options.has(Technique.BIAS_CORRECTION) ? chooser.bias(o, row.values()) : layer.bias()[o];
    }
}
