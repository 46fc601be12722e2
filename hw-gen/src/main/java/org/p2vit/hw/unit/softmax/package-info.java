// SPDX-License-Identifier: Apache-2.0
/**
 * SOFTMAX: attention logits to codes of weights, logarithmic ones or uniform ones with their row's divisor. In go rows of
 * logits from REQUANT, which never wait, out go words of codes. Arithmetic: contract §5; structure and rates:
 * {@code hw-gen/doc/units/softmax.md}.
 */
package org.p2vit.hw.unit.softmax;
