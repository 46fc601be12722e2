// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.bundle;

import java.util.List;
import org.p2vit.quant.model.BlockExponents;
import org.p2vit.quant.model.InputCoding;
import org.p2vit.quant.model.QuantizedAttention;
import org.p2vit.quant.model.QuantizedBlock;
import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.model.QuantizedMean;
import org.p2vit.quant.model.QuantizedMeanNorm;
import org.p2vit.quant.model.QuantizedNarrowing;
import org.p2vit.quant.model.QuantizedNorm;
import org.p2vit.quant.model.QuantizedReadout;
import org.p2vit.quant.model.QuantizedVit;

/** Lays a network out as named arrays; {@link VitDecoder} is its inverse and {@code bundle.md} lists the names. */
final class VitEncoder {
    private final ArrayWriter out = new ArrayWriter();

    private VitEncoder() {}

    static ArrayWriter encode(QuantizedVit vit) {
        VitEncoder encoder = new VitEncoder();
        encoder.vit(vit);
        return encoder.out;
    }

    private void vit(QuantizedVit vit) {
        InputCoding input = vit.input();
        out.ints("input.exponent", input.exponent());
        out.floats("input.mean", floats(input.mean()));
        out.floats("input.std", floats(input.std()));
        linear("patch_embed", vit.patchEmbedding());
        out.bytes("position", vit.position());
        out.ints("position.exponent", vit.exponents().position());
        out.ints("stream.exponent", vit.exponents().stream());
        for (int n = 0; n < vit.blocks().size(); n++) {
            block(
                    "blocks." + n + ".",
                    vit.blocks().get(n),
                    vit.exponents().blocks().get(n));
        }
        readout(vit.readout());
        out.ints(vit.readout().name() + ".exponent", vit.exponents().readout());
        linear("head", vit.head());
        out.ints("head.exponent", vit.exponents().logits());
    }

    private void block(String at, QuantizedBlock block, BlockExponents e) {
        norm(at + "ln1", block.norm1());
        out.ints(at + "ln1.exponent", e.norm1());
        attention(at, block.attention(), e);
        linear(at + "proj", block.projection());
        norm(at + "ln2", block.norm2());
        out.ints(at + "ln2.exponent", e.norm2());
        linear(at + "fc1", block.fc1());
        out.ints(at + "gelu.shift", block.gelu().shift());
        out.ints(at + "gelu.exponent", e.gelu());
        linear(at + "fc2", block.fc2());
    }

    private void attention(String at, QuantizedAttention attention, BlockExponents e) {
        linear(at + "q", attention.query());
        out.ints(at + "q.exponent", e.query());
        linear(at + "k", attention.key());
        out.ints(at + "k.exponent", e.key());
        linear(at + "v", attention.value());
        out.ints(at + "v.exponent", e.value());
        out.ints(at + "attn_logits.shift", attention.logitShift());
        out.ints(at + "attn_logits.exponent", e.attentionLogits());
        out.ints(at + "softmax.shift", attention.softmaxShift());
        out.ints(at + "attn_out.shift", attention.valueShift());
        out.ints(at + "attn_out.exponent", e.attentionOutput());
    }

    private void linear(String at, QuantizedLinear layer) {
        out.weights(at + ".weights", layer.weights(), layer.kind());
        out.ints(at + ".bias", layer.bias());
        out.bytes(at + ".shift", layer.shift());
        if (layer.hasResidual()) {
            out.bytes(at + ".residual_shift", layer.residualShift());
        }
    }

    private void readout(QuantizedReadout readout) {
        if (readout instanceof QuantizedNorm norm) {
            norm(norm.name(), norm);
        } else if (readout instanceof QuantizedNarrowing narrowing) {
            out.bytes(narrowing.name() + ".residual_shift", narrowing.residualShift());
        } else if (readout instanceof QuantizedMean mean) {
            readout(mean.rows());
            out.ints(QuantizedMean.PREFIX + "attn_out.shift", mean.shift());
            mean.after().ifPresent(this::meanNorm);
        }
    }

    private void meanNorm(QuantizedMeanNorm after) {
        out.bytes(QuantizedMeanNorm.NAME + ".shift", after.shift());
        norm(after.norm().name(), after.norm());
    }

    private void norm(String at, QuantizedNorm norm) {
        out.shorts(at + ".gain", norm.gain());
        out.ints(at + ".offset", norm.offset());
        out.ints(at + ".shift", norm.shift());
    }

    private static float[] floats(List<Float> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        return floats;
    }
}
