// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.reference;

import java.util.List;
import java.util.Optional;
import org.p2vit.quant.model.QuantizedMean;
import org.p2vit.quant.model.QuantizedNarrowing;
import org.p2vit.quant.model.Readout;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.FloatVit;

/**
 * The float forward pass of a Vision Transformer, image patches to logits: the network that timm's {@code
 * VisionTransformer} computes. Instances are immutable and may be used by several threads at once; the result is the
 * same bits on every machine.
 *
 * <p>A {@link TensorTap} sees, in this order (T tokens, D dim, H heads, P patches):
 *
 * <ul>
 *   <li>{@code input} [P x patchDepth], {@code patch_proj} [P x D] (projected patches), {@code patch_embed} [T x D] (the
 *       residual stream: constant tokens and patches with positions added)
 *   <li>per block N, under {@code blocks.N.}: {@code ln1}, {@code q}, {@code k}, {@code v} [T x D], {@code attn_logits}
 *       (scaled) and {@code attn_probs} [H*T x T], {@code attn_out} [T x D], {@code proj_branch} [T x D] (before the
 *       residual add), {@code proj} (after it), {@code ln2} [T x D], {@code fc1} and {@code gelu} [T x mlpDim],
 *       {@code fc2_branch} [T x D] (before the residual add), {@code fc2} (after it)
 *   <li>{@code norm} [T x D], or {@code narrow} where nothing normalises these rows; of a mean of the patches {@code
 *       mean.attn_out} [1 x D], and {@code norm} [1 x D] where a norm follows it; {@code logits} [1 x classes]
 * </ul>
 */
public final class FloatForward {
    private final VitShape shape;
    private final FloatMatMul patchEmbed;
    private final float[] constantTokens;
    private final float[] positions;
    private final List<FloatBlockForward> blocks;
    private final Optional<FloatLayerNorm> norm;
    private final FloatMatMul head;

    public FloatForward(FloatVit vit) {
        this.shape = vit.shape();
        this.patchEmbed = new FloatMatMul(vit.patchEmbed());
        this.constantTokens = vit.constantTokens().toArray();
        this.positions = vit.positions().toArray();
        this.blocks = vit.blocks().stream()
                .map(block -> new FloatBlockForward(shape, block))
                .toList();
        this.norm = vit.norm().map(FloatLayerNorm::new);
        this.head = new FloatMatMul(vit.head());
    }

    /** As {@link #logits(FloatTensor, TensorTap)} without a tap. */
    public float[] logits(FloatTensor patches) {
        return logits(patches, TensorTap.NONE);
    }

    /**
     * Runs one image through the network.
     *
     * @param patches [patches x patchDepth], normalized
     * @return [classes], a new array
     */
    public float[] logits(FloatTensor patches, TensorTap tap) {
        float[] stream = embed(patches, tap);
        for (int i = 0; i < blocks.size(); i++) {
            stream = block(i, stream, tap);
        }
        return head(stream, tap);
    }

    /** The first part of {@link #logits(FloatTensor, TensorTap)}: from patches to the residual stream, [tokens x dim]. */
    public float[] embed(FloatTensor patches, TensorTap tap) {
        if (!patches.shape().equals(List.of(shape.patches(), shape.patchDepth()))) {
            throw new IllegalArgumentException("patches of shape " + patches.shape() + " for " + shape);
        }
        return embed(patches.toArray(), tap);
    }

    /** One block, from stream to stream; the stream that goes in is not changed. */
    public float[] block(int index, float[] stream, TensorTap tap) {
        return blocks.get(index).apply(stream, "blocks." + index + ".", tap);
    }

    /** The last part: from the stream to the logits. */
    public float[] head(float[] stream, TensorTap tap) {
        float[] read = read(stream, tap);
        float[] logits = head.apply(read, 1);
        tap.accept("logits", logits, 1, shape.classes());
        return logits;
    }

    /** What the head reads, in the first values. */
    private float[] read(float[] stream, TensorTap tap) {
        Readout readout = shape.readout();
        float[] rows = readout.normalisesRows() ? norm(stream, shape.tokens()) : stream.clone();
        tap.accept(readout.normalisesRows() ? "norm" : QuantizedNarrowing.NAME, rows, shape.tokens(), shape.dim());
        if (!readout.isMean()) {
            return rows;
        }
        float[] mean = mean(rows);
        tap.accept(QuantizedMean.PREFIX + "attn_out", mean, 1, shape.dim());
        if (readout != Readout.MEAN_NORM) {
            return mean;
        }
        float[] normalised = norm(mean, 1);
        tap.accept("norm", normalised, 1, shape.dim());
        return normalised;
    }

    private float[] norm(float[] rows, int count) {
        return norm.orElseThrow().apply(rows, count);
    }

    /** Of the patches' rows. */
    private float[] mean(float[] rows) {
        int dim = shape.dim();
        float[] mean = new float[dim];
        for (int c = 0; c < dim; c++) {
            double sum = 0;
            for (int t = shape.constantTokens(); t < shape.tokens(); t++) {
                sum += rows[t * dim + c];
            }
            mean[c] = (float) (sum / shape.patches());
        }
        return mean;
    }

    private float[] embed(float[] patches, TensorTap tap) {
        int dim = shape.dim();
        tap.accept("input", patches, shape.patches(), shape.patchDepth());
        float[] projected = patchEmbed.apply(patches, shape.patches());
        tap.accept("patch_proj", projected, shape.patches(), dim);
        float[] stream = new float[shape.tokens() * dim];
        System.arraycopy(constantTokens, 0, stream, 0, constantTokens.length);
        System.arraycopy(projected, 0, stream, constantTokens.length, projected.length);
        for (int i = 0; i < stream.length; i++) {
            stream[i] += positions[i];
        }
        tap.accept("patch_embed", stream, shape.tokens(), dim);
        return stream;
    }
}
