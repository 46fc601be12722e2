// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.demo.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.p2vit.quant.demo.GlyphRenderer;
import org.p2vit.quant.model.VitShape;

/**
 * The demo's Vision Transformer as a differentiable graph: pre-norm blocks, exact GELU, class token, parameters under
 * timm's names and shapes.
 */
final class GlyphVit {
    static final VitShape SHAPE = new VitShape(
            GlyphRenderer.SIZE,
            GlyphRenderer.SIZE,
            3,
            4,
            64,
            4,
            2,
            256,
            GlyphRenderer.labels().size());

    private static final int DIM = SHAPE.dim();
    private static final int HEADS = SHAPE.heads();
    private static final int TOKENS = SHAPE.tokens();
    private static final float EPSILON = 1e-6f;
    private static final double EMBEDDING_DEVIATION = 0.02;
    private static final double POSITION_AMPLITUDE = 0.5;
    private static final double LONGEST_WAVE = 100;

    private final Map<String, NDArray> parameters = new LinkedHashMap<>();

    GlyphVit(NDManager manager, Random random) {
        normal(manager, random, "cls_token", EMBEDDING_DEVIATION, 1, 1, DIM);
        parameters.put("pos_embed", manager.create(positions(), new Shape(1, TOKENS, DIM)));
        weights(manager, random, "patch_embed.proj", DIM, SHAPE.channels(), SHAPE.patch(), SHAPE.patch());
        for (int block = 0; block < SHAPE.depth(); block++) {
            String name = "blocks." + block + ".";
            norm(manager, name + "norm1");
            weights(manager, random, name + "attn.qkv", 3 * DIM, DIM);
            weights(manager, random, name + "attn.proj", DIM, DIM);
            norm(manager, name + "norm2");
            weights(manager, random, name + "mlp.fc1", SHAPE.mlpDim(), DIM);
            weights(manager, random, name + "mlp.fc2", DIM, SHAPE.mlpDim());
        }
        norm(manager, "norm");
        weights(manager, random, "head", SHAPE.classes(), DIM);
        parameters.values().forEach(parameter -> parameter.setRequiresGradient(true));
    }

    /** Live parameters by timm name, in a fixed order. */
    Map<String, NDArray> parameters() {
        return parameters;
    }

    /**
     * @param patches [batch, patches, patch depth], values of a patch in the order channel, row, column
     * @return logits [batch, classes]
     */
    NDArray forward(NDArray patches) {
        long batch = patches.getShape().get(0);
        NDArray embedding = parameters.get("patch_embed.proj.weight").reshape(DIM, SHAPE.patchDepth());
        NDArray embedded = linear(patches, embedding, parameters.get("patch_embed.proj.bias"));
        NDArray classToken = parameters.get("cls_token").broadcast(batch, 1, DIM);
        // A result lives as long as its first operand, and parameters live throughout the training.
        embedding.attach(patches.getManager());
        classToken.attach(patches.getManager());
        NDArray x = NDArrays.concat(new NDList(classToken, embedded), 1).add(parameters.get("pos_embed"));
        for (int block = 0; block < SHAPE.depth(); block++) {
            String name = "blocks." + block + ".";
            x = x.add(attention(layerNorm(x, name + "norm1"), name + "attn."));
            if (block == SHAPE.depth() - 1) {
                // Only the class token is read from here on.
                x = x.get(":, 0");
            }
            NDArray hidden = linear(layerNorm(x, name + "norm2"), name + "mlp.fc1");
            x = x.add(linear(hidden.getNDArrayInternal().gelu(), name + "mlp.fc2"));
        }
        return linear(layerNorm(x, "norm"), "head");
    }

    private NDArray attention(NDArray x, String name) {
        long batch = x.getShape().get(0);
        NDArray qkv = linear(x, name + "qkv")
                .reshape(batch, TOKENS, 3, HEADS, SHAPE.headDim())
                .transpose(2, 0, 3, 1, 4);
        NDArray keys = qkv.get(1).transpose(0, 1, 3, 2);
        NDArray shares =
                qkv.get(0).mul(Math.sqrt(1.0 / SHAPE.headDim())).matMul(keys).softmax(-1);
        NDArray mixed = shares.matMul(qkv.get(2)).transpose(0, 2, 1, 3).reshape(batch, TOKENS, DIM);
        return linear(mixed, name + "proj");
    }

    private NDArray linear(NDArray x, String name) {
        return linear(x, parameters.get(name + ".weight"), parameters.get(name + ".bias"));
    }

    private static NDArray linear(NDArray x, NDArray weight, NDArray bias) {
        return x.getNDArrayInternal().linear(x, weight, bias).singletonOrThrow();
    }

    private NDArray layerNorm(NDArray x, String name) {
        return x.getNDArrayInternal()
                .layerNorm(x, new Shape(DIM), parameters.get(name + ".weight"), parameters.get(name + ".bias"), EPSILON)
                .singletonOrThrow();
    }

    private void norm(NDManager manager, String name) {
        parameters.put(name + ".weight", manager.ones(new Shape(DIM)));
        parameters.put(name + ".bias", manager.zeros(new Shape(DIM)));
    }

    /** Sines and cosines of the patch's row and column, so that attention finds neighbours from the first step. */
    private static float[] positions() {
        float[] values = new float[TOKENS * DIM];
        int side = GlyphRenderer.SIZE / SHAPE.patch();
        for (int patch = 0; patch < SHAPE.patches(); patch++) {
            for (int i = 0; i < DIM; i++) {
                int position = i % 2 == 0 ? patch / side : patch % side;
                int wave = i / 4;
                double angle = position * StrictMath.pow(LONGEST_WAVE, -4.0 * wave / DIM);
                double value = i / 2 % 2 == 0 ? StrictMath.sin(angle) : StrictMath.cos(angle);
                values[(1 + patch) * DIM + i] = (float) (POSITION_AMPLITUDE * value);
            }
        }
        return values;
    }

    /** Glorot's normal initialisation, zero bias. */
    private void weights(NDManager manager, Random random, String name, long... shape) {
        long inputs = new Shape(shape).size() / shape[0];
        normal(manager, random, name + ".weight", Math.sqrt(2.0 / (inputs + shape[0])), shape);
        parameters.put(name + ".bias", manager.zeros(new Shape(shape[0])));
    }

    private void normal(NDManager manager, Random random, String name, double deviation, long... shape) {
        float[] values = new float[Math.toIntExact(new Shape(shape).size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        parameters.put(name, manager.create(values, new Shape(shape)));
    }
}
