// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.p2vit.quant.model.BlockExponents;
import org.p2vit.quant.model.Exponents;
import org.p2vit.quant.model.InputCoding;
import org.p2vit.quant.model.LayerKind;
import org.p2vit.quant.model.Preprocess;
import org.p2vit.quant.model.QuantizedAttention;
import org.p2vit.quant.model.QuantizedBlock;
import org.p2vit.quant.model.QuantizedGelu;
import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.model.QuantizedMean;
import org.p2vit.quant.model.QuantizedMeanNorm;
import org.p2vit.quant.model.QuantizedNarrowing;
import org.p2vit.quant.model.QuantizedNorm;
import org.p2vit.quant.model.QuantizedReadout;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.VitShape;

/** Builds a network from named arrays, the inverse of {@link VitEncoder}; the records check every value. */
final class VitDecoder {
    private final ArrayReader in;
    private final VitShape shape;

    private VitDecoder(ArrayReader in, VitShape shape) {
        this.in = in;
        this.shape = shape;
    }

    /** @param preprocess what the header's text means */
    static QuantizedVit decode(BundleHeader header, Preprocess preprocess, ArrayReader in) {
        QuantizedVit vit = new VitDecoder(in, header.shape()).vit(header, preprocess);
        in.requireAllRead();
        return vit;
    }

    private QuantizedVit vit(BundleHeader header, Preprocess preprocess) {
        List<QuantizedBlock> blocks = new ArrayList<>();
        List<BlockExponents> exponents = new ArrayList<>();
        for (int n = 0; n < shape.depth(); n++) {
            blocks.add(block("blocks." + n + "."));
            exponents.add(blockExponents("blocks." + n + "."));
        }
        QuantizedReadout readout = readout();
        return new QuantizedVit(
                shape,
                new InputCoding(
                        in.number("input.exponent"),
                        boxed(in.floats("input.mean")),
                        boxed(in.floats("input.std")),
                        preprocess),
                header.attention(),
                linear("patch_embed", shape.dim(), shape.patchDepth(), true),
                in.bytes("position"),
                blocks,
                readout,
                linear("head", shape.classes(), shape.headInputs(), false),
                new Exponents(
                        in.ints("stream.exponent"),
                        in.ints("position.exponent"),
                        exponents,
                        in.ints(readout.name() + ".exponent"),
                        in.number("head.exponent")),
                header.labels());
    }

    private QuantizedBlock block(String at) {
        return new QuantizedBlock(
                norm(at + "ln1"),
                attention(at),
                linear(at + "proj", shape.dim(), shape.dim(), true),
                norm(at + "ln2"),
                linear(at + "fc1", shape.mlpDim(), shape.dim(), false),
                new QuantizedGelu(in.number(at + "gelu.shift")),
                linear(at + "fc2", shape.dim(), shape.mlpDim(), true));
    }

    private QuantizedAttention attention(String at) {
        return new QuantizedAttention(
                linear(at + "q", shape.dim(), shape.dim(), false),
                linear(at + "k", shape.dim(), shape.dim(), false),
                linear(at + "v", shape.dim(), shape.dim(), false),
                in.ints(at + "attn_logits.shift"),
                in.ints(at + "softmax.shift"),
                in.ints(at + "attn_out.shift"));
    }

    private BlockExponents blockExponents(String at) {
        return new BlockExponents(
                in.ints(at + "ln1.exponent"),
                in.ints(at + "q.exponent"),
                in.ints(at + "k.exponent"),
                in.ints(at + "v.exponent"),
                in.ints(at + "attn_logits.exponent"),
                in.ints(at + "attn_out.exponent"),
                in.ints(at + "ln2.exponent"),
                in.number(at + "gelu.exponent"));
    }

    private QuantizedLinear linear(String at, int outputs, int inputs, boolean residual) {
        LayerKind kind = in.layerKind(at + ".weights");
        return new QuantizedLinear(
                at,
                outputs,
                inputs,
                kind,
                in.weights(at + ".weights"),
                in.ints(at + ".bias"),
                in.bytes(at + ".shift"),
                residual ? in.bytes(at + ".residual_shift") : new byte[0]);
    }

    private QuantizedReadout readout() {
        return switch (shape.readout()) {
            case NORM -> norm("norm");
            case DIRECT -> narrowing();
            case NORM_MEAN -> mean(norm("norm"), Optional.empty());
            case MEAN -> mean(narrowing(), Optional.empty());
            case MEAN_NORM ->
                mean(
                        narrowing(),
                        Optional.of(new QuantizedMeanNorm(in.bytes(QuantizedMeanNorm.NAME + ".shift"), norm("norm"))));
        };
    }

    private QuantizedMean mean(QuantizedReadout rows, Optional<QuantizedMeanNorm> after) {
        return new QuantizedMean(rows, in.number(QuantizedMean.PREFIX + "attn_out.shift"), after);
    }

    private QuantizedNarrowing narrowing() {
        return new QuantizedNarrowing(QuantizedNarrowing.NAME, in.bytes(QuantizedNarrowing.NAME + ".residual_shift"));
    }

    private QuantizedNorm norm(String at) {
        return new QuantizedNorm(at, in.shorts(at + ".gain"), in.ints(at + ".offset"), in.number(at + ".shift"));
    }

    private static List<Float> boxed(float[] values) {
        List<Float> boxed = new ArrayList<>();
        for (float value : values) {
            boxed.add(value);
        }
        return boxed;
    }
}
