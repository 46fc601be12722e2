// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.p2vit.quant.job.Work;
import org.p2vit.quant.reference.FloatForward;
import org.p2vit.quant.weights.FloatBlock;
import org.p2vit.quant.weights.FloatLinear;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.FloatVit;

/**
 * How much 4-bit weights of one module would raise the loss, by the curvature of the loss: with H its Hessian and D the
 * root-mean-square rounding error of each weight, ½ tr(D·H·D). Hutchinson's estimate of the trace takes random signs r
 * and the second difference L(w + D·r) + L(w − D·r) − 2 L(w), so nothing is back-propagated.
 *
 * <p>The loss is the Kullback-Leibler divergence from the output of the unchanged network: it needs no labels, is zero at
 * w, and its Hessian there is the Fisher matrix of the output. A piece of work is one perturbed network.
 */
final class HessianTrace implements Work<HessianTrace.Probe, Double> {
    private static final long serialVersionUID = 1L;

    /** Largest magnitude over the step of signed 4-bit codes, and the error of rounding to a step of one. */
    private static final double GREATEST_CODE = 7.5;

    private static final double ROUNDING_ERROR = 1 / Math.sqrt(12);

    private final FloatVit vit;
    private final ArrayList<FloatTensor> images;
    private final ArrayList<double[]> exact = new ArrayList<>();

    /**
     * One of the perturbed networks.
     *
     * @param module {@code blocks.N.attention} or {@code blocks.N.mlp}
     * @param signs seed of the random sign vector
     * @param direction 1 or −1
     */
    record Probe(String module, long signs, int direction) implements Serializable {}

    /** @param logits of the float network, by image */
    HessianTrace(FloatVit vit, List<FloatTensor> images, List<float[]> logits) {
        this.vit = vit;
        this.images = new ArrayList<>(images);
        logits.forEach(one -> exact.add(logProbabilities(one)));
    }

    /**
     * The networks of one module, both directions of each sign vector together.
     *
     * @param count number of random sign vectors
     */
    static List<Probe> probes(String module, int count, long seed) {
        List<Probe> probes = new ArrayList<>();
        for (int probe = 0; probe < count; probe++) {
            long signs = seed * 31 + module.hashCode() * 1_000_003L + probe;
            probes.add(new Probe(module, signs, 1));
            probes.add(new Probe(module, signs, -1));
        }
        return probes;
    }

    /** The estimate from the losses of {@link #probes}. */
    static double mean(List<Double> losses) {
        double sum = 0;
        for (int i = 0; i < losses.size(); i += 2) {
            sum += losses.get(i) + losses.get(i + 1);
        }
        return sum / losses.size();
    }

    /** The loss of a perturbed network. */
    @Override
    public Double of(Probe probe) {
        return loss(perturbed(probe.module(), probe.signs(), probe.direction()));
    }

    private FloatForward perturbed(String module, long seed, int direction) {
        int number = Integer.parseInt(module.split("\\.")[1]);
        boolean mlp = module.endsWith(".mlp");
        SplittableRandom random = new SplittableRandom(seed);
        List<FloatBlock> blocks = new ArrayList<>(vit.blocks());
        FloatBlock block = blocks.get(number);
        blocks.set(
                number,
                new FloatBlock(
                        block.norm1(),
                        mlp ? block.qkv() : perturbed(block.qkv(), random, direction),
                        mlp ? block.proj() : perturbed(block.proj(), random, direction),
                        block.norm2(),
                        mlp ? perturbed(block.fc1(), random, direction) : block.fc1(),
                        mlp ? perturbed(block.fc2(), random, direction) : block.fc2()));
        return new FloatForward(new FloatVit(
                vit.shape(),
                vit.patchEmbed(),
                vit.constantTokens(),
                vit.positions(),
                blocks,
                vit.norm(),
                vit.head(),
                vit.metadata()));
    }

    private static FloatLinear perturbed(FloatLinear layer, SplittableRandom random, int direction) {
        float[] weights = layer.weight().toArray();
        int inputs = layer.inputs();
        for (int from = 0; from < weights.length; from += inputs) {
            float greatest = 0;
            for (int k = from; k < from + inputs; k++) {
                greatest = Math.max(greatest, Math.abs(weights[k]));
            }
            float step = (float) (direction * ROUNDING_ERROR * greatest / GREATEST_CODE);
            for (int k = from; k < from + inputs; k++) {
                weights[k] += random.nextBoolean() ? step : -step;
            }
        }
        return new FloatLinear(FloatTensor.of(weights, layer.outputs(), inputs), layer.bias());
    }

    /** Mean over the images of Σ p·(log p − log p'). */
    private double loss(FloatForward forward) {
        double sum = 0;
        for (int image = 0; image < images.size(); image++) {
            sum += divergence(exact.get(image), logProbabilities(forward.logits(images.get(image))));
        }
        return sum / images.size();
    }

    private static double divergence(double[] exact, double[] other) {
        double sum = 0;
        for (int i = 0; i < exact.length; i++) {
            sum += StrictMath.exp(exact[i]) * (exact[i] - other[i]);
        }
        return sum;
    }

    private static double[] logProbabilities(float[] logits) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            greatest = Math.max(greatest, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += StrictMath.exp(logit - greatest);
        }
        double[] result = new double[logits.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = logits[i] - greatest - StrictMath.log(sum);
        }
        return result;
    }
}
