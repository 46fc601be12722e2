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
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.FloatVit;

/**
 * Runs a float network and its quantized form side by side and measures every tensor's distance. The images must be
 * normalized as those of the calibration were.
 */
public final class FidelityMeter {
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
        Map<String, Power> total = new LinkedHashMap<>();
        int[] agreements = {0};
        OrderedWork.run(threads, images.size(), image -> compare(images.patches(image)), (image, comparison) -> {
            comparison.tensors.forEach((name, power) -> total.merge(name, power, Power::plus));
            agreements[0] += comparison.agrees ? 1 : 0;
            progress.at("comparing with float", image + 1L, images.size());
        });
        List<SqnrReport.TensorSqnr> tensors = new ArrayList<>();
        total.forEach((name, power) -> tensors.add(new SqnrReport.TensorSqnr(name, power.decibels())));
        return new SqnrReport(images.size(), agreements[0], tensors);
    }

    private Comparison compare(FloatTensor patches) {
        CodeRecorder recorder = new CodeRecorder();
        int[] integerLogits = golden.forward(quantized.input().encode(patches.toArray()), recorder);
        Map<String, Power> tensors = new LinkedHashMap<>();
        float[] floatLogits = reference.logits(patches, (name, data, rows, columns) -> {
            if (recorder.codes.containsKey(name)) {
                byte[] codes = recorder.codes.get(name);
                tensors.put(name, power(name, data, codes.length, i -> codes[i]));
            } else if (recorder.streams.containsKey(name)) {
                short[] codes = recorder.streams.get(name);
                tensors.put(name, power(name, data, codes.length, i -> codes[i]));
            } else if (name.endsWith("attn_probs")) {
                String codes = name.replace("attn_probs", "attn_codes");
                tensors.put(codes, attentionPower(data, columns, recorder.codes.get(codes)));
            } else if (name.equals("logits")) {
                tensors.put(name, logitsPower(data, integerLogits));
            }
        });
        return new Comparison(tensors, GoldenVit.classOf(integerLogits) == classOf(floatLogits));
    }

    private Power power(String name, float[] data, int count, IntUnaryOperator code) {
        CodeValues.Rule value = values.of(name);
        float scale = name.endsWith(".q") ? queryScale : 1;
        double signal = 0;
        double noise = 0;
        // The final norm of the quantized network has the class token only, the first row.
        for (int i = 0; i < count; i++) {
            double exact = data[i] * scale;
            double error = exact - value.of(i, code.applyAsInt(i));
            signal += exact * exact;
            noise += error * error;
        }
        return new Power(signal, noise);
    }

    private Power attentionPower(float[] probabilities, int columns, byte[] codes) {
        double signal = 0;
        double noise = 0;
        for (int from = 0; from < codes.length; from += columns) {
            double[] weights = AttentionWeights.values(quantized.attention(), codes, from, columns);
            for (int j = 0; j < columns; j++) {
                double exact = probabilities[from + j];
                double error = exact - weights[j];
                signal += exact * exact;
                noise += error * error;
            }
        }
        return new Power(signal, noise);
    }

    private Power logitsPower(float[] data, int[] logits) {
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < logits.length; i++) {
            double error = data[i]
                    - Math.scalb((double) logits[i], quantized.exponents().logits());
            signal += (double) data[i] * data[i];
            noise += error * error;
        }
        return new Power(signal, noise);
    }

    private static int classOf(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }

    private record Power(double signal, double noise) {
        Power plus(Power other) {
            return new Power(signal + other.signal, noise + other.noise);
        }

        double decibels() {
            return noise == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signal / noise);
        }
    }

    private record Comparison(Map<String, Power> tensors, boolean agrees) {}

    private static final class CodeRecorder implements IntegerTap {
        private final Map<String, byte[]> codes = new HashMap<>();
        private final Map<String, short[]> streams = new HashMap<>();

        @Override
        public void accept(String tensor, byte[] data, int rows, int columns) {
            codes.put(tensor, data);
        }

        @Override
        public void accept(String tensor, short[] stream, int rows, int columns) {
            streams.put(tensor, stream);
        }

        @Override
        public void accept(String tensor, int[] values, int rows, int columns) {}
    }
}
