// SPDX-License-Identifier: Apache-2.0
/**
 * REQUANT: accumulators to codes or logits, with bias, residual, GELU and the division by the sum of weights. In go row
 * groups from the array, out go words to buffers or rows of logits to SOFTMAX. Arithmetic: contract §2, §4 to §6, §8;
 * structure and rates: {@code hw-gen/doc/units/requant.md}.
 */
package org.p2vit.hw.unit.requant;
