// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.VitShape;

/**
 * Weights nobody trained, of any shape, with the spreads that make a trained Vision Transformer hard to quantize: output
 * channels of unlike size, LayerNorm gains from near zero to several times the usual, and a few channels of the residual
 * stream that are far larger than the rest in every tensor that writes them. For measuring hardware and exercising the
 * quantizer, not for classifying.
 *
 * <p>Named as timm names them. A tensor is drawn when it is read, from the seed and its own name alone, so a store of any
 * size costs the memory of its largest tensor.
 */
public final class SyntheticCheckpoint implements TensorStore {
    private static final int OUTLIER_PERIOD = 96;
    private static final double OUTLIER_SIZE = 4;

    private final VitShape shape;
    private final long seed;
    private final CheckpointNames names = CheckpointNames.timm();
    private final Map<String, List<Long>> layout;
    private final double[] streamScale;

    public SyntheticCheckpoint(VitShape shape, long seed) {
        this.shape = shape;
        this.seed = seed;
        this.layout = CheckpointLayout.of(names, shape);
        this.streamScale = spreads(random("residual stream"), shape.dim(), 0.15);
        Random outlier = random("outlier channels");
        for (int i = 0; i < Math.max(1, shape.dim() / OUTLIER_PERIOD); i++) {
            streamScale[outlier.nextInt(shape.dim())] = OUTLIER_SIZE;
        }
    }

    @Override
    public String source() {
        return "synthetic weights of seed " + seed;
    }

    @Override
    public Set<String> names() {
        return layout.keySet();
    }

    @Override
    public Map<String, String> metadata() {
        return CheckpointMetadata.of(shape, FloatNorm.TIMM_EPSILON);
    }

    @Override
    public List<Long> shape(String name) {
        List<Long> extents = layout.get(name);
        if (extents == null) {
            throw new InvalidInputException(source() + " have no tensor \"" + name + "\".");
        }
        return extents;
    }

    @Override
    public FloatTensor read(String name) {
        List<Integer> extents = shape(name).stream().map(Math::toIntExact).toList();
        float[] data = new float[extents.stream().reduce(1, Math::multiplyExact)];
        Random random = random(name);
        String module = name.replaceFirst("\\.(weight|bias)$", "");
        boolean bias = name.endsWith(".bias");
        if (name.equals(names.positions())
                || name.equals(names.classToken())
                || name.equals(names.distillationToken())) {
            embeddings(random, data);
        } else if (isNorm(module)) {
            norm(random, data, bias);
        } else if (bias) {
            bias(random, data, module);
        } else {
            weights(random, data, extents.get(0), module);
        }
        return FloatTensor.owning(data, extents);
    }

    private void embeddings(Random random, float[] data) {
        double[] scale = spreads(random("position channels"), shape.dim(), 0.7);
        for (int i = 0; i < data.length; i++) {
            int channel = i % shape.dim();
            data[i] = (float) (0.35 * scale[channel] * streamScale[channel] * random.nextGaussian());
        }
    }

    /** Gains counteract the outlier channels, as training makes them do; about one in fifty is as good as switched off. */
    private void norm(Random random, float[] data, boolean offset) {
        double[] spread = spreads(random, data.length, 0.25);
        for (int c = 0; c < data.length; c++) {
            boolean off = random.nextInt(50) == 0;
            double gain = (off ? 0.02 : 1.2) * spread[c] / StrictMath.sqrt(streamScale[c]);
            data[c] = (float) (offset ? 0.35 * random.nextGaussian() : gain);
        }
    }

    private void bias(Random random, float[] data, String module) {
        boolean hidden = module.endsWith(names.fc1());
        for (int o = 0; o < data.length; o++) {
            double value = hidden ? 0.35 * random.nextGaussian() - 0.5 : 0.25 * random.nextGaussian();
            data[o] = (float) (writesStream(module) ? value * streamScale[o] : value);
        }
    }

    private void weights(Random random, float[] data, int outputs, String module) {
        int inputs = data.length / outputs;
        boolean early = module.equals(names.patchEmbed()) || module.startsWith(names.inBlock(0, ""));
        double[] output = spreads(random, outputs, early ? 0.35 : 0.12);
        double[] input = spreads(random, inputs, early ? 0.2 : 0.08);
        double size = gain(module) / StrictMath.sqrt(inputs);
        for (int o = 0; o < outputs; o++) {
            double row = size * output[o] * (writesStream(module) ? streamScale[o] : 1);
            for (int i = 0; i < inputs; i++) {
                data[o * inputs + i] = (float) (row * input[i] * random.nextGaussian());
            }
        }
    }

    /** Standard deviation of a sum of {@code inputs} products with inputs of unit variance. */
    private double gain(String module) {
        if (module.endsWith(names.fc2())) {
            return 1.4;
        }
        return module.equals(names.patchEmbed()) ? 1 : 0.7;
    }

    private boolean isNorm(String module) {
        return module.equals(names.norm())
                || module.equals(names.meanNorm())
                || module.endsWith(names.norm1())
                || module.endsWith(names.norm2());
    }

    private boolean writesStream(String module) {
        return module.equals(names.patchEmbed()) || module.endsWith(names.proj()) || module.endsWith(names.fc2());
    }

    private Random random(String purpose) {
        return new Random(31 * seed + purpose.hashCode());
    }

    /** Log-normal factors around 1. */
    private static double[] spreads(Random random, int count, double deviation) {
        double[] factors = new double[count];
        for (int i = 0; i < count; i++) {
            factors[i] = StrictMath.exp(deviation * random.nextGaussian());
        }
        return factors;
    }
}
