// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.layer;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.p2vit.quant.OrderedWork;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.model.LayerKind;
import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.spec.NumericContract;

/**
 * A layer of another kind in the place of an 8-bit one, made from its codes alone: pruned, and rounded with compensation, for
 * the codes that its inputs have; bias and shift follow, exponents of input and output stay. Good for comparing layers and
 * kinds with each other, and somewhat worse than what the quantizer makes of the float weights.
 */
public final class StandIn {
    private StandIn() {}

    /**
     * @param rows codes of inputs in units of the layer's input exponent: [rows][inputs]
     * @param leastShift that the layer may have
     */
    public static QuantizedLinear of(
            QuantizedLinear wide, float[][] rows, LayerKind kind, int leastShift, QuantizerOptions options) {
        int inputs = wide.inputs();
        float[][] weights = new float[wide.outputs()][inputs];
        for (int i = 0; i < wide.weights().length; i++) {
            weights[i / inputs][i % inputs] = wide.weights()[i];
        }
        float[][] targets = new float[rows.length][];
        Arrays.fill(targets, new float[wide.outputs()]);
        float[] alike = new float[rows.length];
        Arrays.fill(alike, 1);
        WeightChooser chooser = new WeightChooser(rows, targets, alike, weights, weights, kind, options);
        byte[] codes = new byte[wide.weights().length];
        int[] bias = new int[wide.outputs()];
        byte[] shift = new byte[wide.outputs()];
        OrderedWork.run(
                options.threads(),
                wide.outputs(),
                o -> chooser.choose(o, exponents(weights[o], wide.shift()[o], leastShift, kind, options)),
                (o, row) -> {
                    System.arraycopy(row.codes(), 0, codes, o * inputs, inputs);
                    double missing = chooser.bias(o, row.values()) - chooser.bias(o, weights[o]);
                    bias[o] = (int) Math.rint(
                            wide.bias()[o] + Math.scalb(missing, NumericContract.REQUANT_GUARD_BITS - wide.shift()[o]));
                    shift[o] = (byte) (wide.shift()[o] - row.exponent());
                });
        return new QuantizedLinear(wide.name(), wide.outputs(), inputs, kind, codes, bias, shift, wide.residualShift());
    }

    /** Of the codes, in units of the wide ones: the shift of the layer becomes less by as much. */
    private static int[] exponents(
            float[] weights, int shift, int leastShift, LayerKind kind, QuantizerOptions options) {
        int[] usual = WeightRow.candidates(WeightRow.greatest(weights), kind.weightBits(), options.rounding());
        return IntStream.of(usual)
                .map(exponent -> Math.max(shift - NumericContract.MAX_SHIFT, Math.min(shift - leastShift, exponent)))
                .distinct()
                .toArray();
    }
}
