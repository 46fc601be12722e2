// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.baseline;

import static org.p2vit.quant.baseline.ActivationRanges.STREAMS;
import static org.p2vit.quant.baseline.ActivationRanges.WHOLE;
import static org.p2vit.quant.baseline.ActivationRanges.kind;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.QuantizedNarrowing;
import org.p2vit.quant.reference.FloatForward;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.FloatVit;

/**
 * A network quantized as FQ-ViT does (arXiv 2111.13824) and simulated in float: min-max scales and zero points, weights
 * per output, activations per tensor, residual streams with power-of-two factors 1, 2, 4, 8 per channel (PTF), attention
 * weights as 4-bit powers of two. Patch embedding and head keep 8-bit weights, as in the integer network. Softmax, GELU
 * and LayerNorm are computed in float, which the integer network does not have to its advantage.
 *
 * <p>Serialised it is the float network and the codes of its tensors. With a {@link ScaleRule} other than FLOAT the scales are rounded to powers of two and nothing is adapted to that.
 */
public final class FakeQuantVit implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int OUTER_BITS = 8;
    private static final int LOGARITHMIC_BITS = 4;
    private static final int FACTORS = 4;

    private final FloatVit vit;
    private final RoundedWeights weights;
    private final boolean logarithmic;
    private final Map<String, UniformCode[]> codes;
    private final transient FloatForward forward;

    private FakeQuantVit(FloatVit vit, RoundedWeights weights, boolean logarithmic, Map<String, UniformCode[]> codes) {
        this.vit = vit;
        this.weights = weights;
        this.logarithmic = logarithmic;
        this.codes = codes;
        this.forward = new FloatForward(weights.of(vit));
    }

    /**
     * @param weightBits of the layers inside blocks, 2 … 8
     * @param attentionBits of the attention weights: 4, logarithmic, or 8, uniform
     */
    public FakeQuantVit(FloatVit vit, ActivationRanges ranges, int weightBits, int attentionBits, ScaleRule rule) {
        this(vit, new RoundedWeights(rule, weightBits, OUTER_BITS), isLogarithmic(attentionBits), new TreeMap<>());
        add("input", ranges, rule);
        add("patch_embed", ranges, rule);
        add("norm", ranges, rule);
        add(QuantizedNarrowing.NAME, ranges, rule);
        for (int n = 0; n < vit.shape().depth(); n++) {
            for (String kind : WHOLE) {
                add("blocks." + n + "." + kind, ranges, rule);
            }
            add("blocks." + n + ".proj", ranges, rule);
            add("blocks." + n + ".fc2", ranges, rule);
        }
    }

    private static boolean isLogarithmic(int attentionBits) {
        if (attentionBits != LOGARITHMIC_BITS && attentionBits != OUTER_BITS) {
            throw new InvalidInputException("Attention weights have " + attentionBits + " bits; choose 4 or 8.");
        }
        return attentionBits == LOGARITHMIC_BITS;
    }

    /** The rounded weights are not sent, they follow from the float network. */
    private Object readResolve() {
        return new FakeQuantVit(vit, weights, logarithmic, codes);
    }

    /**
     * @param patches [patches x patchDepth], normalized
     * @return [classes]
     */
    public float[] logits(FloatTensor patches) {
        return forward.logits(patches, this::round);
    }

    private void add(String tensor, ActivationRanges ranges, ScaleRule rule) {
        Range range = ranges.range(tensor);
        if (range != null) {
            codes.put(
                    tensor,
                    STREAMS.contains(kind(tensor))
                            ? perChannel(tensor, ranges, rule)
                            : new UniformCode[] {UniformCode.asymmetric(range, rule)});
        }
    }

    /** FQ-ViT's PTF: the scale of the whole tensor is the coarsest; each channel takes it, its half, quarter or eighth. */
    private static UniformCode[] perChannel(String tensor, ActivationRanges ranges, ScaleRule rule) {
        UniformCode coarsest = UniformCode.asymmetric(ranges.range(tensor), rule);
        UniformCode[] channels = new UniformCode[ranges.rows(tensor).get(0).length];
        for (int c = 0; c < channels.length; c++) {
            double least = Double.POSITIVE_INFINITY;
            for (int halvings = 0; halvings < FACTORS; halvings++) {
                UniformCode code = new UniformCode(
                        Math.scalb(coarsest.scale(), -halvings), coarsest.zero(), coarsest.least(), coarsest.most());
                double error = 0;
                for (float[] row : ranges.rows(tensor)) {
                    error += code.error(row[c]);
                }
                if (error < least) {
                    least = error;
                    channels[c] = code;
                }
            }
        }
        return channels;
    }

    private void round(String name, float[] data, int rows, int columns) {
        UniformCode[] code = codes.get(name);
        if (logarithmic && name.endsWith(".attn_probs")) {
            roundToPowers(data);
        } else if (code != null && code.length == 1) {
            code[0].round(data, 0, 1, data.length);
        } else if (code != null) {
            for (int c = 0; c < columns; c++) {
                code[c].round(data, c, columns, rows);
            }
        }
    }

    /** The nearest of 2^0 … 2^−15 on a logarithmic scale, zero for less. */
    private static void roundToPowers(float[] probabilities) {
        for (int i = 0; i < probabilities.length; i++) {
            int exponent = Math.getExponent(probabilities[i] * (float) Math.sqrt(2));
            probabilities[i] = exponent <= -(1 << LOGARITHMIC_BITS) ? 0 : Math.scalb(1f, Math.min(0, exponent));
        }
    }
}
