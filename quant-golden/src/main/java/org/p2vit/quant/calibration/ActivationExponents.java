// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.spec.NumericContract;

/**
 * Exponents of the outputs of q, k, v, the logits and fc1 of one block, each with the least squared error of its own
 * tensor; fc1's by the error behind GELU.
 *
 * @param logits one per head
 */
record ActivationExponents(int query, int key, int value, int[] logits, int fc1) {
    static ActivationExponents choose(VitShape shape, ActivationStatistics statistics, String block) {
        int query = statistics.exponent(block + "q");
        int key = statistics.exponent(block + "k");
        int[] logits = statistics.errors(block + "attn_logits").best();
        // The shifts of §4 and §5.1 must be in range.
        int least = query + key - QueryScale.of(shape).shift();
        int greatest = Math.min(NumericContract.SOFTMAX_SHIFT_BASE, least + NumericContract.MAX_SHIFT);
        for (int head = 0; head < logits.length; head++) {
            logits[head] = Math.max(least, Math.min(greatest, logits[head]));
        }
        return new ActivationExponents(
                query, key, statistics.exponent(block + "v"), logits, statistics.exponent(block + "fc1"));
    }
}
