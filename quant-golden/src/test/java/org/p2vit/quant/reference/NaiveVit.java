// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.reference;

import org.apache.commons.math3.special.Erf;
import org.p2vit.quant.model.Readout;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.weights.FloatBlock;
import org.p2vit.quant.weights.FloatLinear;
import org.p2vit.quant.weights.FloatNorm;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.FloatVit;

/** The same network written a second time, straight from its definition and in double throughout. */
final class NaiveVit {
    private NaiveVit() {}

    static double[] logits(FloatVit vit, FloatTensor patches) {
        VitShape shape = vit.shape();
        double[][] x = new double[shape.tokens()][shape.dim()];
        for (int t = 0; t < shape.tokens(); t++) {
            double[] patch = new double[shape.patchDepth()];
            int number = t - shape.constantTokens();
            for (int i = 0; number >= 0 && i < patch.length; i++) {
                patch[i] = patches.get(number, i);
            }
            double[] embedded = linear(vit.patchEmbed(), patch);
            for (int d = 0; d < shape.dim(); d++) {
                x[t][d] = (number < 0 ? vit.constantTokens().get(t * shape.dim() + d) : embedded[d])
                        + vit.positions().get(t, d);
            }
        }
        for (FloatBlock block : vit.blocks()) {
            addAttention(shape, block, x);
            for (double[] row : x) {
                double[] hidden = linear(block.fc1(), norm(block.norm2(), row));
                for (int i = 0; i < hidden.length; i++) {
                    hidden[i] = activation(shape, hidden[i]);
                }
                add(row, linear(block.fc2(), hidden));
            }
        }
        if (shape.readout().isMean()) {
            return linear(vit.head(), mean(vit, x));
        }
        double[] read = new double[shape.classTokens() * shape.dim()];
        for (int i = 0; i < read.length; i++) {
            double[] row = x[i / shape.dim()];
            read[i] = vit.norm().map(last -> norm(last, row)).orElse(row)[i % shape.dim()];
        }
        return linear(vit.head(), read);
    }

    /** timm's forward_head with global_pool avg: norm, mean of x[:, num_prefix_tokens:], fc_norm; one of the norms at most is there. */
    private static double[] mean(FloatVit vit, double[][] x) {
        int first = vit.shape().constantTokens();
        boolean before = vit.shape().readout() == Readout.NORM_MEAN;
        double[] mean = new double[vit.shape().dim()];
        for (int t = first; t < x.length; t++) {
            double[] row = before ? norm(vit.norm().orElseThrow(), x[t]) : x[t];
            for (int c = 0; c < mean.length; c++) {
                mean[c] += row[c] / (x.length - first);
            }
        }
        return before || vit.norm().isEmpty() ? mean : norm(vit.norm().get(), mean);
    }

    private static double activation(VitShape shape, double x) {
        return switch (shape.activation()) {
            case GELU -> 0.5 * x * (1 + Erf.erf(x / Math.sqrt(2)));
            case GELU_TANH -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * Math.pow(x, 3))));
            case QUICK_GELU -> x * (1 / (1 + Math.exp(-1.702 * x)));
            case RELU -> x > 0 ? x : 0;
        };
    }

    private static void addAttention(VitShape shape, FloatBlock block, double[][] x) {
        int dim = shape.dim();
        double[][] qkv = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            qkv[t] = linear(block.qkv(), norm(block.norm1(), x[t]));
        }
        for (int t = 0; t < x.length; t++) {
            double[] mixed = new double[dim];
            for (int head = 0; head < shape.heads(); head++) {
                int from = head * shape.headDim();
                double[] weights = new double[x.length];
                double sum = 0;
                for (int other = 0; other < x.length; other++) {
                    double dot = 0;
                    for (int i = from; i < from + shape.headDim(); i++) {
                        dot += qkv[t][i] * qkv[other][dim + i];
                    }
                    weights[other] = Math.exp(dot / Math.sqrt(shape.headDim()));
                    sum += weights[other];
                }
                for (int other = 0; other < x.length; other++) {
                    for (int i = from; i < from + shape.headDim(); i++) {
                        mixed[i] += weights[other] / sum * qkv[other][2 * dim + i];
                    }
                }
            }
            add(x[t], linear(block.proj(), mixed));
        }
    }

    private static double[] linear(FloatLinear layer, double[] x) {
        double[] y = new double[layer.outputs()];
        for (int o = 0; o < y.length; o++) {
            y[o] = layer.bias().get(o);
            for (int i = 0; i < x.length; i++) {
                y[o] += layer.weight().get(o, i) * x[i];
            }
        }
        return y;
    }

    private static double[] norm(FloatNorm norm, double[] x) {
        double mean = 0;
        for (double value : x) {
            mean += value / x.length;
        }
        double variance = 0;
        for (double value : x) {
            variance += (value - mean) * (value - mean) / x.length;
        }
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = (x[i] - mean)
                            / Math.sqrt(variance + norm.epsilon())
                            * norm.gamma().get(i)
                    + norm.beta().get(i);
        }
        return y;
    }

    private static void add(double[] x, double[] y) {
        for (int i = 0; i < x.length; i++) {
            x[i] += y[i];
        }
    }
}
