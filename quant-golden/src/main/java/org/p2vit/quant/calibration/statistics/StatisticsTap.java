// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.statistics;

import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.QuantizedMean;
import org.p2vit.quant.model.QuantizedNarrowing;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.reference.TensorTap;

/** Gathers the statistics of one image, or of a part of the network on it. Large tensors are sampled, by random numbers that depend on image and tensor. */
final class StatisticsTap implements TensorTap {
    /** Values taken of a tensor with one exponent. */
    private static final int VALUES = 16_384;

    private static final Set<String> ONE_EXPONENT = Set.of("q", "k");
    private static final Set<String> BY_ROWS = Set.of(
            "input",
            "patch_proj",
            "ln1",
            "q",
            "k",
            "v",
            "attn_out",
            "proj_branch",
            "proj",
            "ln2",
            "fc1",
            "gelu",
            "fc2_branch",
            "fc2",
            "logits");
    /** What the head reads, or the rows that a mean is of. */
    private static final Set<String> READ = Set.of("norm", QuantizedNarrowing.NAME);

    private static final String MEAN = QuantizedMean.PREFIX + "attn_out";

    private static final Set<String> STREAMS = Set.of("patch_embed", "proj", "fc2");

    private final VitShape shape;
    private final AttentionCoding attention;
    private final float queryScale;
    private final RowSample sample;
    private float[] blockValues = {};
    private float[] blockLogits = {};
    private final ActivationStatistics statistics = new ActivationStatistics();

    /** @param queryScale what the quantized network multiplies queries with */
    StatisticsTap(VitShape shape, AttentionCoding attention, double queryScale, long seed, int image) {
        this.shape = shape;
        this.attention = attention;
        this.queryScale = (float) queryScale;
        this.sample = new RowSample(seed, image);
    }

    ActivationStatistics statistics() {
        return statistics;
    }

    @Override
    public void accept(String name, float[] data, int rows, int columns) {
        requireFinite(name, data);
        int dot = name.lastIndexOf('.') + 1;
        String kind = name.substring(dot);
        if (STREAMS.contains(kind)) {
            statistics.putGreatest(name, greatest(data));
            int read = name.equals("blocks." + (shape.depth() - 1) + ".fc2") ? shape.readRows() : rows;
            statistics.putVariance(name, EpsilonBound.leastVariance(data, read, columns));
        } else if (ONE_EXPONENT.contains(kind)) {
            wholeTensor(name, data, kind.equals("q") ? queryScale : 1);
        } else if (kind.equals("attn_logits")) {
            blockLogits = data.clone();
        } else if (READ.contains(kind)) {
            boolean averaged = shape.readout().isMean() && !statistics.hasRows(MEAN);
            statistics.addRow(
                    name, averaged ? greatestOfPatches(data, columns) : Arrays.copyOf(data, shape.headInputs()));
        } else if (name.equals(MEAN)) {
            statistics.putVariance(name, EpsilonBound.leastVariance(data, rows, columns));
        }
        if (BY_ROWS.contains(kind)) {
            sampleRows(name, data, rows, columns);
        }
        if (kind.equals("v")) {
            blockValues = data.clone();
        } else if (kind.equals("attn_probs")) {
            perHead(name.substring(0, dot), data);
            codedAttention(name.substring(0, dot), data);
        }
    }

    /** Of rows that are averaged the greatest magnitudes, channel by channel. */
    private float[] greatestOfPatches(float[] data, int columns) {
        float[] greatest = new float[columns];
        for (int i = shape.constantTokens() * columns; i < data.length; i++) {
            greatest[i % columns] = Math.max(greatest[i % columns], Math.abs(data[i]));
        }
        return greatest;
    }

    private static void requireFinite(String name, float[] data) {
        for (float value : data) {
            if (!Float.isFinite(value)) {
                throw new InvalidInputException("The float network's values of " + name
                        + " are beyond the range of float on a calibration image; its weights are not those of a"
                        + " trained network.");
            }
        }
    }

    private static double greatest(float[] data) {
        float greatest = 0;
        for (float value : data) {
            greatest = Math.max(greatest, Math.abs(value));
        }
        return greatest;
    }

    private void wholeTensor(String name, float[] data, float scale) {
        float[] values = sample(name, data);
        for (int i = 0; i < values.length; i++) {
            values[i] *= scale;
        }
        RoundingErrors errors = new RoundingErrors(1);
        errors.add(0, values, 0, 1, values.length);
        statistics.put(name, errors);
    }

    /** Logits are judged by the attention weights that become of them, on the sampled rows. */
    private void perHead(String block, float[] probabilities) {
        int tokens = shape.tokens();
        RoundingErrors errors = new RoundingErrors(shape.heads());
        for (int head = 0; head < shape.heads(); head++) {
            for (int row : sample.of(tokens)) {
                SoftmaxErrors.add(errors, head, blockLogits, probabilities, (head * tokens + row) * tokens, tokens);
            }
        }
        statistics.put(block + "attn_logits", errors);
    }

    private void sampleRows(String name, float[] data, int rows, int columns) {
        for (int row : sample.of(rows)) {
            statistics.addRow(name, Arrays.copyOfRange(data, row * columns, (row + 1) * columns));
        }
    }

    /** The sampled rows of A·V with weights as §5 codes them. */
    private void codedAttention(String block, float[] probabilities) {
        int tokens = shape.tokens();
        int dim = shape.dim();
        for (int row : sample.of(tokens)) {
            float[] output = new float[dim];
            for (int head = 0; head < shape.heads(); head++) {
                int from = (head * tokens + row) * tokens;
                int first = head * shape.headDim();
                float[] weights =
                        AttentionWeights.coded(attention, probabilities, from, tokens, shape.constantTokens());
                for (int j = 0; j < tokens; j++) {
                    float weight = weights[j];
                    for (int c = first; c < first + shape.headDim(); c++) {
                        output[c] += weight * blockValues[j * dim + c];
                    }
                }
            }
            statistics.addRow(block + "attn_coded", output);
        }
    }

    private float[] sample(String name, float[] data) {
        if (data.length <= VALUES) {
            return data.clone();
        }
        SplittableRandom random = sample.random(name);
        float[] values = new float[VALUES];
        for (int i = 0; i < VALUES; i++) {
            values[i] = data[random.nextInt(data.length)];
        }
        return values;
    }
}
