// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

import java.io.Serializable;
import org.p2vit.quant.spec.NumericContract;

/**
 * The largest network the hardware promises to run; counters and accumulators are sized by these.
 *
 * @param maxTokens token rows, class token included
 * @param maxDim channels of the residual stream
 * @param maxHeadDim channels of one attention head
 */
public record LimitConfig(int maxTokens, int maxDim, int maxHeadDim) implements Serializable {
    /** The most that the limits may be. */
    public static final int MOST_TOKENS = NumericContract.MAX_TOKENS;

    public static final int MOST_DIM = NumericContract.MAX_DIM;
    public static final int MOST_HEAD_DIM = 128;

    public LimitConfig {
        Faults faults = new Faults();
        faults.inRange("limits.maxTokens", maxTokens, 2, MOST_TOKENS);
        boolean dim = faults.inRange("limits.maxDim", maxDim, 8, MOST_DIM);
        if (faults.inRange("limits.maxHeadDim", maxHeadDim, 8, MOST_HEAD_DIM) && dim) {
            faults.require(
                    maxHeadDim <= maxDim,
                    "limits.maxHeadDim is %d, it must not exceed limits.maxDim, which is %d",
                    maxHeadDim,
                    maxDim);
        }
        faults.end();
    }
}
