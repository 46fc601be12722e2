// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.io.Serializable;

/**
 * Weights of one pre-norm transformer block: {@code x += proj(attention(qkv(norm1(x))))}, then {@code x +=
 * fc2(gelu(fc1(norm2(x))))}.
 *
 * @param qkv [3 dim x dim]: rows of the queries, the keys, the values; within each, head after head
 */
public record FloatBlock(
        FloatNorm norm1, FloatLinear qkv, FloatLinear proj, FloatNorm norm2, FloatLinear fc1, FloatLinear fc2)
        implements Serializable {}
