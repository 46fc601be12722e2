// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.fidelity;

import org.p2vit.quant.calibration.exponents.StreamExponents;
import org.p2vit.quant.kernel.BlockCodes;
import org.p2vit.quant.model.BlockExponents;
import org.p2vit.quant.model.Exponents;
import org.p2vit.quant.model.QuantizedBlock;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.spec.NumericContract;

/** The meaning of the codes that an {@link org.p2vit.quant.golden.IntegerTap} sees, by tensor and element. */
final class CodeValues {
    private final QuantizedVit vit;

    CodeValues(QuantizedVit vit) {
        this.vit = vit;
    }

    /** Value of a code by the index of its element. */
    @FunctionalInterface
    interface Rule {
        double of(int index, int code);
    }

    /** @param tensor any tensor of codes but those behind GELU */
    Rule of(String tensor) {
        Exponents e = vit.exponents();
        if (!tensor.startsWith("blocks.")) {
            return switch (tensor) {
                case "input" -> at(vit.input().exponent());
                case "patch_embed" -> stream(0);
                case "norm" -> perChannel(e.norm());
                default -> throw new IllegalArgumentException(tensor);
            };
        }
        String[] parts = tensor.split("\\.");
        int n = Integer.parseInt(parts[1]);
        BlockExponents block = e.blocks().get(n);
        int headSize = vit.shape().tokens() * vit.shape().tokens();
        return switch (parts[2]) {
            case "ln1" -> perChannel(block.norm1());
            case "q" -> perChannel(block.query());
            case "k" -> perChannel(block.key());
            case "v" -> perChannel(block.value());
            case "attn_logits" -> (index, code) -> Math.scalb((double) code, block.attentionLogits()[index / headSize]);
            case "attn_out" -> perChannel(block.attentionOutput());
            case "proj" -> stream(2 * n + 1);
            case "ln2" -> perChannel(block.norm2());
            case "fc1" -> at(block.fc1());
            case "fc2" -> stream(2 * n + 2);
            default -> throw new IllegalArgumentException(tensor);
        };
    }

    /**
     * Of the codes behind GELU.
     *
     * @param exponents of their blocks, as tensor {@code gelu_exponents} has them
     */
    Rule behindGelu(int block, byte[] exponents) {
        int common = vit.exponents().blocks().get(block).gelu();
        int columns = vit.shape().mlpDim();
        int perRow = BlockCodes.blocks(columns);
        return (index, code) -> {
            int own = exponents[index / columns * perRow + index % columns / NumericContract.EXPONENT_BLOCK];
            return Math.scalb((double) code, common + own);
        };
    }

    private static Rule at(int exponent) {
        return (index, code) -> Math.scalb((double) code, exponent);
    }

    private static Rule perChannel(int[] exponents) {
        return (index, code) -> Math.scalb((double) code, exponents[index % exponents.length]);
    }

    private Rule stream(int index) {
        int depth = vit.shape().depth();
        byte[] factor;
        if (index == 2 * depth) {
            factor = vit.finalNorm().factor();
        } else {
            QuantizedBlock block = vit.blocks().get(index / 2);
            factor = (index % 2 == 0 ? block.norm1() : block.norm2()).factor();
        }
        return perChannel(new StreamExponents(vit.exponents().stream()[index], factor).perChannel());
    }
}
