// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import java.util.ArrayList;
import java.util.List;
import org.p2vit.quant.model.BlockExponents;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.spec.NumericContract;

/**
 * Exponents of all activations, each chosen by the squared error of its own tensor; only fc1's by the error behind GELU.
 *
 * @param streams in the order of {@link org.p2vit.quant.model.Exponents#stream()}
 */
record ActivationExponents(int input, List<StreamExponents> streams, List<BlockExponents> blocks, int norm) {
    static ActivationExponents choose(VitShape shape, ActivationStatistics statistics) {
        List<StreamExponents> streams = new ArrayList<>();
        List<BlockExponents> blocks = new ArrayList<>();
        streams.add(StreamExponents.choose(statistics.errors("patch_embed")));
        for (int n = 0; n < shape.depth(); n++) {
            String at = "blocks." + n + ".";
            streams.add(StreamExponents.choose(statistics.errors(at + "proj")));
            streams.add(StreamExponents.choose(statistics.errors(at + "fc2")));
            blocks.add(block(shape, statistics, at));
        }
        return new ActivationExponents(statistics.exponent("input"), streams, blocks, statistics.exponent("norm"));
    }

    int[] commonStreamExponents() {
        return streams.stream().mapToInt(StreamExponents::common).toArray();
    }

    private static BlockExponents block(VitShape shape, ActivationStatistics statistics, String at) {
        int query = statistics.exponent(at + "q");
        int key = statistics.exponent(at + "k");
        int value = statistics.exponent(at + "v");
        int finestLogits = query + key - QueryScale.of(shape).shift();
        int[] logits = statistics.errors(at + "attn_logits").best();
        for (int head = 0; head < logits.length; head++) {
            // The shifts of §4 and §5.1 must be in range.
            int greatest = Math.min(NumericContract.SOFTMAX_SHIFT_BASE, finestLogits + NumericContract.MAX_SHIFT);
            logits[head] = Math.max(finestLogits, Math.min(greatest, logits[head]));
        }
        int output = Math.max(value - NumericContract.ATTENTION_FRACTION_BITS, statistics.exponent(at + "attn_out"));
        return new BlockExponents(
                statistics.exponent(at + "ln1"),
                query,
                key,
                value,
                logits,
                output,
                statistics.exponent(at + "ln2"),
                statistics.exponent(at + "fc1"),
                statistics.exponent(at + "gelu"));
    }
}
