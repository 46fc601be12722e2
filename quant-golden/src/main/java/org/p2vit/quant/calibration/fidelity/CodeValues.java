// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.fidelity;

import java.util.Arrays;
import org.p2vit.quant.kernel.BlockCodes;
import org.p2vit.quant.model.BlockExponents;
import org.p2vit.quant.model.Exponents;
import org.p2vit.quant.model.QuantizedMean;
import org.p2vit.quant.model.QuantizedNarrowing;
import org.p2vit.quant.model.QuantizedVit;

/** The meaning of the codes that an {@link org.p2vit.quant.golden.IntegerTap} sees, by tensor and element. */
final class CodeValues {
    private static final String MEAN = QuantizedMean.PREFIX + "attn_out";

    private final QuantizedVit vit;

    CodeValues(QuantizedVit vit) {
        this.vit = vit;
    }

    /** Value of a code by the index of its element. */
    @FunctionalInterface
    interface Rule {
        double of(int index, int code);
    }

    /** @param tensor any tensor of codes but those in blocks */
    Rule of(String tensor) {
        Exponents e = vit.exponents();
        if (!tensor.startsWith("blocks.")) {
            return switch (tensor) {
                case "input" -> at(vit.input().exponent());
                case "norm", QuantizedNarrowing.NAME, MEAN -> perChannel(readout(tensor));
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
            case "ln2" -> perChannel(block.norm2());
            case "fc1" -> at(block.fc1());
            default -> throw new IllegalArgumentException(tensor);
        };
    }

    /** Of the head's input, or of what it is the mean of. */
    private int[] readout(String tensor) {
        int[] input = vit.exponents().readout();
        if (!(vit.readout() instanceof QuantizedMean mean) || tensor.equals(mean.name())) {
            return input;
        }
        int[] stream = vit.exponents().stream();
        int[] rows = mean.after().isPresent()
                ? ((QuantizedNarrowing) mean.rows()).exponents(stream[stream.length - 1])
                : Arrays.stream(input).map(e -> e + mean.finer()).toArray();
        return tensor.equals(MEAN)
                ? Arrays.stream(rows).map(e -> e - mean.finer()).toArray()
                : rows;
    }

    /**
     * Of codes in blocks: residual streams and what is behind GELU.
     *
     * @param exponents of their blocks, as the tensor with {@code _exponents} has them
     */
    Rule inBlocks(String tensor, byte[] exponents) {
        int common = ofBlocks(tensor);
        int columns =
                tensor.endsWith(".gelu") ? vit.shape().mlpDim() : vit.shape().dim();
        return (index, code) -> Math.scalb((double) code, common + exponents[BlockCodes.blockOf(index, columns)]);
    }

    /** Exponent of a tensor's codes in blocks whose own is 0. */
    private int ofBlocks(String tensor) {
        Exponents e = vit.exponents();
        if (tensor.equals("patch_embed")) {
            return e.stream()[0];
        }
        String[] parts = tensor.split("\\.");
        int n = Integer.parseInt(parts[1]);
        return switch (parts[2]) {
            case "proj" -> e.stream()[2 * n + 1];
            case "gelu" -> e.blocks().get(n).gelu();
            case "fc2" -> e.stream()[2 * n + 2];
            default -> throw new IllegalArgumentException(tensor);
        };
    }

    private static Rule at(int exponent) {
        return (index, code) -> Math.scalb((double) code, exponent);
    }

    private static Rule perChannel(int[] exponents) {
        return (index, code) -> Math.scalb((double) code, exponents[index % exponents.length]);
    }
}
