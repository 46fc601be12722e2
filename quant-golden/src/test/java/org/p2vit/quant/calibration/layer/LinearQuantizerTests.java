// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.options.ScaleRounding;
import org.p2vit.quant.calibration.options.Technique;
import org.p2vit.quant.kernel.LinearKernel;
import org.p2vit.quant.kernel.RequantKernel;
import org.p2vit.quant.model.LayerKind;
import org.p2vit.quant.model.QuantizedLinear;

class LinearQuantizerTests {
    private static final long SEED = 53;
    private static final int INPUTS = 40;
    private static final int OUTPUTS = 6;
    private static final QuantizerOptions PLAIN = QuantizerOptions.DEFAULT.without(Technique.WEIGHT_COMPENSATION);
    private final Random random = new Random(SEED);
    private final List<float[]> samples = rows(200);
    private final FloatRows layer = layer();

    @Test
    void integersComputeTheFloatLayer() {
        LayerInput input = input(new int[INPUTS]);
        QuantizedLinear quantized = quantizer("x", layer, input, 8).toExponent(-4);
        assertThat(relativeError(quantized, input.coding(), -4))
                .as("seed %d", SEED)
                .isLessThan(0.02);
    }

    @Test
    void smoothingChangesOnlyTheCodes() {
        int[] smoothing = new int[INPUTS];
        for (int k = 0; k < INPUTS; k++) {
            smoothing[k] = k % 3 - 1;
        }
        LayerInput input = input(smoothing);
        QuantizedLinear quantized = quantizer("x", layer, input, 8).toExponent(-4);
        assertThat(relativeError(quantized, input.coding(), -4))
                .as("seed %d", SEED)
                .isLessThan(0.03);
    }

    @Test
    void fourBitsAreCoarser() {
        LayerInput input = input(new int[INPUTS]);
        QuantizedLinear quantized = quantizer("x", layer, input, 4).toExponent(-4);
        assertThat(quantized.weightBits()).isEqualTo(4);
        assertThat(relativeError(quantized, input.coding(), -4))
                .as("seed %d", SEED)
                .isBetween(0.02, 0.2);
    }

    @Test
    void theBiasTakesConstantErrors() {
        LayerInput input = input(new int[INPUTS]);
        QuantizedLinear quantized = quantizer("x", layer, input, 4).toExponent(-9);
        double[] mean = new double[OUTPUTS];
        for (float[] row : samples) {
            byte[] codes = codes(row, input.coding());
            int[] acc = LinearKernel.accumulate(codes, 1, INPUTS, quantized.weights(), OUTPUTS);
            int[] outputs = RequantKernel.logits(acc, quantized.bias(), quantized.shift());
            double[] exact = exact(row);
            for (int o = 0; o < OUTPUTS; o++) {
                mean[o] += (Math.scalb((double) outputs[o], -9) - exact[o]) / samples.size();
            }
        }
        for (int o = 0; o < OUTPUTS; o++) {
            assertThat(Math.abs(mean[o])).as("output %d, seed %d", o, SEED).isLessThan(0.002);
        }
    }

    @Test
    void shiftsAreWithinTheContractForAnyOutput() {
        LayerInput input = input(new int[INPUTS]);
        for (int exponent : new int[] {-18, -12, -4, 4, 12}) {
            QuantizedLinear quantized = quantizer("x", layer, input, 8).toExponent(exponent);
            for (byte shift : quantized.shift()) {
                assertThat((int) shift).as("exponent %d", exponent).isBetween(0, 31);
            }
        }
    }

    /** h is finer than the stream by one, and e − e_r + 7 is 6 … 15. */
    @Test
    void theResidualIsShiftedByTheDifferenceOfExponents() {
        LayerInput input = input(new int[INPUTS]);
        QuantizedLinear h = quantizer("x", layer, input, 8).toExponent(-5);
        for (int residual = -12; residual <= -3; residual++) {
            QuantizedLinear quantized = quantizer("x", layer, input, 8).toStream(-4, residual);
            assertThat(quantized.residualShift()).containsOnly(-4 - residual + 7);
            assertThat(quantized.bias()).isEqualTo(h.bias());
            assertThat(quantized.shift()).isEqualTo(h.shift());
            assertThat(quantized.weights()).isEqualTo(h.weights());
        }
        assertThat(quantizer("x", layer, input, 8).toStream(-4).hasResidual()).isFalse();
    }

    @Test
    void exponentsTooFarApartAreRefused() {
        LayerInput input = input(new int[INPUTS]);
        LinearQuantizer quantizer = quantizer("blocks.0.proj", layer, input, 8);
        assertThatThrownBy(() -> quantizer.toStream(-10, 7))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("blocks.0.proj residual shift[0] is -10; allowed is 0 … 15");
    }

    /** A weight of four bits counts 16 times its code, so its exponent is less by 4 and its shift larger. */
    @Test
    void weightsOfFourBitsCountSixteenTimes() {
        LayerInput input = input(new int[INPUTS]);
        QuantizedLinear wide = quantizer("x", layer, input, 8).toExponent(0);
        QuantizedLinear narrow = quantizer("x", layer, input, 4).toExponent(0);
        for (byte weight : narrow.weights()) {
            assertThat(weight % 16).isZero();
        }
        assertThat(narrow.weights()).contains((byte) 16, (byte) -16);
        for (int o = 0; o < OUTPUTS; o++) {
            // As the candidates for 8 bits, up to where the least errors are.
            assertThat(narrow.shift()[o] - wide.shift()[o]).as("output %d", o).isBetween(-2, 2);
        }
    }

    /** By hand, from the float bias alone: 3 at 2^−6 of the unit 2^−2 is 192, −0.7 is −44.8. */
    @Test
    void theBiasIsInSixteenthsOfTheOutputsUnit() {
        FloatRows plain = new FloatRows(layer.weights(), new double[] {3, -0.7, 0, 1, -1, 100});
        QuantizerOptions options = PLAIN.without(Technique.BIAS_CORRECTION);
        LayerInput input = input(new int[INPUTS]);
        QuantizedLinear quantized = new LinearQuantizer(
                        "x", plain, input, chooser(plain, input, 8, options), LayerKind.dense(8), options)
                .toExponent(-2);
        assertThat(quantized.bias()).containsExactly(192, -45, 0, 64, -64, 6400);
    }

    /** Rows with exponents up to 7 are shifted by the rest: even where weights would like to be coarser, 7 is left. */
    @Test
    void shiftsBehindRowsWithExponentsHaveALeast() {
        LayerInput input = input(new int[INPUTS]);
        for (int exponent : new int[] {-12, -6, 0}) {
            QuantizedLinear quantized = quantizer("x", layer, input, 8).fromRowsToStream(exponent, exponent);
            QuantizedLinear free = quantizer("x", layer, input, 8).toStream(exponent, exponent);
            for (int o = 0; o < OUTPUTS; o++) {
                assertThat((int) quantized.shift()[o]).isEqualTo(Math.max(7, free.shift()[o]));
            }
            assertThat(quantized.residualShift()).containsOnly(7);
        }
    }

    @Test
    void aBiasBeyondTheContractIsRefused() {
        FloatRows heavy = new FloatRows(layer.weights(), new double[] {0, 0, 0, 1e9, 0, 0});
        LinearQuantizer quantizer = quantizer("blocks.0.q", heavy, input(new int[INPUTS]), 8);
        assertThatThrownBy(() -> quantizer.toExponent(-4))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Output 3 of blocks.0.q needs a bias of");
        // Logits become as coarse as the bias asks for: 10^9 < 2^30, in units of 2^25.
        LinearQuantizer.Logits logits =
                quantizer("head", heavy, input(new int[INPUTS]), 8).toLogits();
        assertThat(logits.exponent()).isIn(5, 6);
    }

    @Test
    void logitsAreAsFineAsTheWeights() {
        LayerInput input = input(new int[INPUTS]);
        LinearQuantizer.Logits logits = quantizer("head", layer, input, 8).toLogits();
        assertThat(logits.head().shift()).contains((byte) 0);
        FloatRows withDeadClass = layer();
        Arrays.fill(withDeadClass.weights()[2], 0);
        LinearQuantizer.Logits same = quantizer("head", withDeadClass, input, 8).toLogits();
        assertThat(same.exponent()).isLessThanOrEqualTo(logits.exponent());
        assertThat(Arrays.copyOfRange(same.head().weights(), 2 * INPUTS, 3 * INPUTS))
                .containsOnly(0);
    }

    /** The exponent that {@code choose} takes has the least error of the candidates, evaluated directly. */
    @Test
    void adaptiveRoundingTakesTheLeastOutputError() {
        LayerInput input = input(new int[INPUTS]);
        for (float[] weights : layer.weights()) {
            weights[7] *= 6;
        }
        WeightChooser chooser = chooser(layer, input, 4, PLAIN);
        for (int o = 0; o < OUTPUTS; o++) {
            float[] weights = layer.weights()[o];
            int[] candidates = WeightRow.candidates(WeightRow.greatest(weights), 4, ScaleRounding.ADAPTIVE);
            WeightRow chosen = chooser.choose(o, candidates);
            double least = Double.POSITIVE_INFINITY;
            int best = 0;
            for (int exponent : candidates) {
                double error = directError(weights, input, exponent);
                if (error < least) {
                    least = error;
                    best = exponent;
                }
            }
            assertThat(chosen.exponent()).as("seed %d", SEED).isEqualTo(best);
        }
    }

    private double directError(float[] weights, LayerInput input, int exponent) {
        double[] errors = new double[samples.size()];
        for (int s = 0; s < errors.length; s++) {
            for (int k = 0; k < INPUTS; k++) {
                double code = 16 * Math.max(-8, Math.min(7, Math.floor(weights[k] / Math.pow(2, exponent + 4) + 0.5)));
                errors[s] += (weights[k] - code * Math.pow(2, exponent)) * input.columns()[k][s];
            }
        }
        double mean = Arrays.stream(errors).average().orElseThrow();
        return Arrays.stream(errors)
                .map(error -> (error - mean) * (error - mean))
                .sum();
    }

    private double relativeError(QuantizedLinear quantized, Coding coding, int exponent) {
        double noise = 0;
        double signal = 0;
        for (float[] row : rows(50)) {
            int[] acc = LinearKernel.accumulate(codes(row, coding), 1, INPUTS, quantized.weights(), OUTPUTS);
            byte[] outputs = RequantKernel.requantize(acc, quantized.bias(), quantized.shift());
            double[] exact = exact(row);
            for (int o = 0; o < OUTPUTS; o++) {
                double error = exact[o] - Math.scalb((double) outputs[o], exponent);
                noise += error * error;
                signal += exact[o] * exact[o];
            }
        }
        return Math.sqrt(noise / signal);
    }

    private LayerInput input(int[] smoothing) {
        return LayerInput.of(InputRows.of(samples), new Coding(-5, smoothing));
    }

    private LinearQuantizer quantizer(String name, FloatRows rows, LayerInput input, int bits) {
        WeightChooser chooser = chooser(rows, input, bits, QuantizerOptions.DEFAULT);
        return new LinearQuantizer(name, rows, input, chooser, LayerKind.dense(bits), QuantizerOptions.DEFAULT);
    }

    private WeightChooser chooser(FloatRows rows, LayerInput input, int bits, QuantizerOptions options) {
        float[][] targets = new float[samples.size()][OUTPUTS];
        for (int s = 0; s < targets.length; s++) {
            double[] exact = exact(rows, samples.get(s));
            for (int o = 0; o < OUTPUTS; o++) {
                targets[s][o] = (float) exact[o];
            }
        }
        float[] weights = new float[targets.length];
        Arrays.fill(weights, 1);
        return new WeightChooser(
                input.rows(),
                targets,
                weights,
                rows.weights(),
                input.scaled(rows.weights()),
                LayerKind.dense(bits),
                options);
    }

    private static byte[] codes(float[] row, Coding coding) {
        byte[] codes = new byte[INPUTS];
        for (int k = 0; k < INPUTS; k++) {
            codes[k] = (byte) Math.scalb(coding.stored(row[k], k), -coding.exponent());
        }
        return codes;
    }

    private double[] exact(float[] row) {
        return exact(layer, row);
    }

    private static double[] exact(FloatRows rows, float[] row) {
        double[] outputs = rows.bias().clone();
        for (int o = 0; o < OUTPUTS; o++) {
            for (int k = 0; k < INPUTS; k++) {
                outputs[o] += (double) rows.weights()[o][k] * row[k];
            }
        }
        return outputs;
    }

    private List<float[]> rows(int count) {
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] row = new float[INPUTS];
            for (int k = 0; k < INPUTS; k++) {
                row[k] = (float) (0.3 + 0.7 * random.nextGaussian());
            }
            rows.add(row);
        }
        return rows;
    }

    private FloatRows layer() {
        float[][] weights = new float[OUTPUTS][INPUTS];
        double[] bias = new double[OUTPUTS];
        for (int o = 0; o < OUTPUTS; o++) {
            for (int k = 0; k < INPUTS; k++) {
                weights[o][k] = (float) (0.2 * random.nextGaussian());
            }
            bias[o] = random.nextGaussian();
        }
        return new FloatRows(weights, bias);
    }
}
