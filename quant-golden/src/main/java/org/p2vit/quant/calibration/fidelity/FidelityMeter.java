// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.fidelity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.p2vit.quant.OrderedWork;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.calibration.statistics.AttentionWeights;
import org.p2vit.quant.calibration.statistics.CalibrationSet;
import org.p2vit.quant.calibration.statistics.QueryScale;
import org.p2vit.quant.golden.GoldenVit;
import org.p2vit.quant.golden.IntegerTap;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.reference.FloatForward;
import org.p2vit.quant.reference.TopClass;
import org.p2vit.quant.spec.NumericContract;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.FloatVit;

/**
 * Runs a float network and its quantized form side by side and measures every tensor's distance. The images must be
 * normalized as those of the calibration were.
 */
public final class FidelityMeter {
    private static final CodeRange INT8 = new CodeRange(NumericContract.INT8_MIN, NumericContract.INT8_MAX);
    private static final CodeRange STREAM = new CodeRange(NumericContract.STREAM_MIN, NumericContract.STREAM_MAX);
    private static final CodeRange GELU_INPUT = CodeRange.ofBits(NumericContract.GELU_INPUT_BITS);

    private final FloatForward reference;
    private final GoldenVit golden;
    private final QuantizedVit quantized;
    private final CodeValues values;
    private final float queryScale;

    /** @param vit the network as {@link org.p2vit.quant.calibration.Quantizer#stored} gives it for the options that {@code quantized} was made with */
    public FidelityMeter(FloatVit vit, QuantizedVit quantized) {
        this.reference = new FloatForward(vit);
        this.golden = new GoldenVit(quantized);
        this.quantized = quantized;
        this.values = new CodeValues(quantized);
        this.queryScale = (float) QueryScale.of(vit.shape()).factor();
    }

    /** Measures over all images of a set; the result does not depend on the threads. */
    public SqnrReport measure(CalibrationSet images, int threads, ProgressListener progress) {
        Map<String, TensorDistance> total = new LinkedHashMap<>();
        int[] agreements = {0};
        OrderedWork.run(threads, images.size(), image -> compare(images.patches(image)), (image, comparison) -> {
            comparison.tensors.forEach((name, distance) -> total.merge(name, distance, TensorDistance::and));
            agreements[0] += comparison.agrees ? 1 : 0;
            progress.at("comparing with float", image + 1L, images.size());
        });
        List<SqnrReport.TensorSqnr> tensors = new ArrayList<>();
        total.forEach((name, distance) -> tensors.add(distance.named(name)));
        return new SqnrReport(images.size(), agreements[0], tensors);
    }

    private Comparison compare(FloatTensor patches) {
        CodeRecorder recorder = new CodeRecorder();
        int[] integerLogits = golden.forward(quantized.input().encode(patches.toArray()), recorder);
        Map<String, TensorDistance> tensors = new LinkedHashMap<>();
        float[] floatLogits = reference.logits(patches, (name, data, rows, columns) -> {
            if (recorder.codes.containsKey(name)) {
                byte[] codes = recorder.codes.get(name);
                tensors.put(name, distance(name, recorder, data, columns, codes.length, i -> codes[i], INT8));
            } else if (recorder.wide.containsKey(name)) {
                short[] codes = recorder.wide.get(name);
                tensors.put(name, distance(name, recorder, data, columns, codes.length, i -> codes[i], STREAM));
            } else if (name.endsWith(".fc1")) {
                int[] codes = recorder.values.get(name);
                tensors.put(name, distance(name, recorder, data, columns, codes.length, i -> codes[i], GELU_INPUT));
            } else if (name.endsWith("attn_probs")) {
                String codes = name.replace("attn_probs", "attn_codes");
                tensors.put(codes, attention(data, columns, recorder.codes.get(codes)));
            } else if (name.equals("logits")) {
                tensors.put(name, logits(data, integerLogits));
            }
        });
        return new Comparison(tensors, GoldenVit.classOf(integerLogits) == TopClass.of(floatLogits));
    }

    /** Of the first {@code count} values: the final norm of the quantized network has the rows of the class tokens only. */
    private TensorDistance distance(
            String name,
            CodeRecorder recorder,
            float[] data,
            int columns,
            int count,
            IntUnaryOperator code,
            CodeRange range) {
        CodeValues.Rule value = rule(name, recorder);
        float scale = name.endsWith(".q") ? queryScale : 1;
        return TensorDistance.of(count, columns, i -> data[i] * scale, i -> value.of(i, code.applyAsInt(i)), i -> {
            double halfStep = (value.of(i, 1) - value.of(i, 0)) / 2;
            double exact = data[i] * scale;
            return exact < value.of(i, range.least) - halfStep || exact > value.of(i, range.greatest) + halfStep;
        });
    }

    private CodeValues.Rule rule(String name, CodeRecorder recorder) {
        byte[] exponents = recorder.codes.get(name + "_exponents");
        return exponents == null ? values.of(name) : values.inBlocks(name, exponents);
    }

    private TensorDistance attention(float[] probabilities, int columns, byte[] codes) {
        double[] weights = new double[codes.length];
        for (int from = 0; from < codes.length; from += columns) {
            double[] row = AttentionWeights.values(quantized.attention(), codes, from, columns);
            System.arraycopy(row, 0, weights, from, columns);
        }
        return TensorDistance.of(codes.length, columns, i -> probabilities[i], i -> weights[i], i -> false);
    }

    private TensorDistance logits(float[] data, int[] logits) {
        int exponent = quantized.exponents().logits();
        return TensorDistance.of(
                logits.length, logits.length, i -> data[i], i -> Math.scalb((double) logits[i], exponent), i -> false);
    }

    private record CodeRange(int least, int greatest) {
        static CodeRange ofBits(int bits) {
            return new CodeRange(-(1 << (bits - 1)), (1 << (bits - 1)) - 1);
        }
    }

    private record Comparison(Map<String, TensorDistance> tensors, boolean agrees) {}

    private static final class CodeRecorder implements IntegerTap {
        private final Map<String, byte[]> codes = new HashMap<>();
        private final Map<String, short[]> wide = new HashMap<>();
        private final Map<String, int[]> values = new HashMap<>();

        @Override
        public void accept(String tensor, byte[] data, int rows, int columns) {
            codes.put(tensor, data);
        }

        @Override
        public void accept(String tensor, short[] data, int rows, int columns) {
            wide.put(tensor, data);
        }

        @Override
        public void accept(String tensor, int[] data, int rows, int columns) {
            values.put(tensor, data);
        }
    }
}
