// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import org.p2vit.quant.model.BlockExponents;
import org.p2vit.quant.model.Exponents;
import org.p2vit.quant.model.QuantizedVit;

/** The meaning of the codes that an {@link org.p2vit.quant.golden.IntegerTap} sees: exponents by tensor and element. */
final class TensorExponents {
    private final QuantizedVit vit;

    TensorExponents(QuantizedVit vit) {
        this.vit = vit;
    }

    /** Exponent of an element by its index; {@code attn_codes} and unknown names have none. */
    @FunctionalInterface
    interface Rule {
        int at(int index);
    }

    Rule of(String tensor) {
        Exponents e = vit.exponents();
        if (!tensor.startsWith("blocks.")) {
            return switch (tensor) {
                case "input" -> index -> vit.input().exponent();
                case "patch_embed" -> stream(0);
                case "norm" -> index -> e.norm();
                case "logits" -> index -> e.logits();
                default -> throw new IllegalArgumentException(tensor);
            };
        }
        String[] parts = tensor.split("\\.");
        int n = Integer.parseInt(parts[1]);
        BlockExponents block = e.blocks().get(n);
        int headSize = vit.shape().tokens() * vit.shape().tokens();
        return switch (parts[2]) {
            case "ln1" -> index -> block.norm1();
            case "q" -> index -> block.query();
            case "k" -> index -> block.key();
            case "v" -> index -> block.value();
            case "attn_logits" -> index -> block.attentionLogits()[index / headSize];
            case "attn_out" -> index -> block.attentionOutput();
            case "proj" -> stream(2 * n + 1);
            case "ln2" -> index -> block.norm2();
            case "fc1" -> index -> block.fc1();
            case "gelu" -> index -> block.gelu();
            case "fc2" -> stream(2 * n + 2);
            default -> throw new IllegalArgumentException(tensor);
        };
    }

    private Rule stream(int index) {
        int depth = vit.shape().depth();
        byte[] factor;
        if (index == 2 * depth) {
            factor = vit.finalNorm().factor();
        } else {
            var block = vit.blocks().get(index / 2);
            factor = (index % 2 == 0 ? block.norm1() : block.norm2()).factor();
        }
        int common = vit.exponents().stream()[index];
        return element -> common + factor[element % factor.length];
    }
}
