// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.layer;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.options.Technique;
import org.p2vit.quant.calibration.statistics.CalibrationPath;
import org.p2vit.quant.kernel.RowCodes;
import org.p2vit.quant.kernel.StreamCodes;
import org.p2vit.quant.model.LayerKind;

/** What layers see on the sampled rows of all images: in the quantized network, if errors are propagated. */
public final class LayerSamples {
    /** Weight of the class token among the rows of an image. */
    private static final float CLASS_WEIGHT = 4;

    private final CalibrationPath path;
    private final QuantizerOptions options;

    public LayerSamples(CalibrationPath path, QuantizerOptions options) {
        this.path = path;
        this.options = options;
    }

    /**
     * A layer that is to be quantized with what it sees here.
     *
     * @param codes input of the layer per image, not looked at unless errors are propagated
     * @param targets exact outputs of the sampled rows
     */
    public LinearQuantizer layer(
            String name, FloatRows layer, LayerInput input, byte[][] codes, float[][] targets, LayerKind kind) {
        int[] exponents = new int[input.columns().length];
        Arrays.fill(exponents, input.exponent());
        return layer(name, layer, input, () -> path.rows(codes, exponents), targets, kind);
    }

    /** As above, of a layer whose input rows have exponents beyond that of the input. */
    public LinearQuantizer layer(
            String name, FloatRows layer, LayerInput input, RowCodes[] codes, float[][] targets, LayerKind kind) {
        int columns = input.columns().length;
        return layer(name, layer, input, () -> path.rows(codes, columns, input.exponent()), targets, kind);
    }

    private LinearQuantizer layer(
            String name,
            FloatRows layer,
            LayerInput input,
            Supplier<float[][]> propagated,
            float[][] targets,
            LayerKind kind) {
        float[][] rows = options.has(Technique.ERROR_PROPAGATION) ? propagated.get() : input.rows();
        return new LinearQuantizer(name, layer, input, chooser(layer, input, rows, targets, kind), kind, options);
    }

    private WeightChooser chooser(
            FloatRows layer, LayerInput input, float[][] rows, float[][] targets, LayerKind kind) {
        float[] weights = new float[rows.length];
        Arrays.fill(weights, 1);
        for (int s = 0; s < rows.length; s += rowsPerImage(rows.length)) {
            weights[s] = CLASS_WEIGHT;
        }
        return new WeightChooser(rows, targets, weights, layer.weights(), input.scaled(layer.weights()), kind, options);
    }

    /**
     * What a layer should add to a residual stream. Behind quantized layers, the mean error of the stream is to be taken
     * back as well; more of it would follow the samples too closely.
     *
     * @param branches what it adds in the float network
     * @param sums the float stream behind the addition
     * @param residual the quantized stream before the addition, per image
     * @param exponent of that stream
     */
    public float[][] branchTargets(List<float[]> branches, List<float[]> sums, StreamCodes[] residual, int exponent) {
        if (!options.has(Technique.ERROR_PROPAGATION)) {
            return branches.toArray(float[][]::new);
        }
        float[][] targets = branches.stream().map(float[]::clone).toArray(float[][]::new);
        float[][] seen = path.rows(residual, exponent);
        for (int c = 0; c < seen[0].length; c++) {
            double missing = 0;
            for (int s = 0; s < seen.length; s++) {
                missing += (double) sums.get(s)[c] - branches.get(s)[c] - seen[s][c];
            }
            for (float[] target : targets) {
                target[c] += (float) (missing / seen.length);
            }
        }
        return targets;
    }

    private int rowsPerImage(int rows) {
        return rows / path.images();
    }
}
