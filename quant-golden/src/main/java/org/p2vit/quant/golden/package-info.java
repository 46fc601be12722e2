// SPDX-License-Identifier: Apache-2.0
/** Integer inference of a quantized Vision Transformer: the right answer, tensor by tensor. */
package org.p2vit.quant.golden;
