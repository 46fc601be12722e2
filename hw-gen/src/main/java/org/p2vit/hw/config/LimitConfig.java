// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

/**
 * The largest network the hardware promises to run; counters and accumulators are sized by these.
 *
 * @param maxTokens token rows, class token included
 * @param maxDim channels of the residual stream
 * @param maxHeadDim channels of one attention head
 */
public record LimitConfig(int maxTokens, int maxDim, int maxHeadDim) {
    public LimitConfig {
        Field.inRange("limits.maxTokens", maxTokens, 2, 1023);
        Field.inRange("limits.maxDim", maxDim, 8, 1024);
        Field.inRange("limits.maxHeadDim", maxHeadDim, 8, 128);
        Field.require(
                maxHeadDim <= maxDim,
                "limits.maxHeadDim is %d, it must not exceed limits.maxDim, which is %d",
                maxHeadDim,
                maxDim);
    }
}
