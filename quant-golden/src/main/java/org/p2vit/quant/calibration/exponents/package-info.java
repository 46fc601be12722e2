// SPDX-License-Identifier: Apache-2.0
/**
 * Exponents of activations that are chosen by their own errors or those of a product: residual streams, q, k, v and attention
 * logits. Statistics in, records of exponents within the shifts of the contract out.
 */
package org.p2vit.quant.calibration.exponents;
