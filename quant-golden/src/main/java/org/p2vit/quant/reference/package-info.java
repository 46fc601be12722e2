// SPDX-License-Identifier: Apache-2.0
/**
 * Float inference of a Vision Transformer, tensor by tensor ({@link org.p2vit.quant.reference.FloatForward}): what
 * quantization is measured against. Sums have one order, so results are the same bits on every machine. Kernels here are
 * not those of the contract, which has no floats.
 */
package org.p2vit.quant.reference;
