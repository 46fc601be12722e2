// SPDX-License-Identifier: Apache-2.0
/**
 * From a float network and some images to a quantized network: statistics of the activations, the choice of every
 * exponent, and how far the result is from float. {@link org.p2vit.quant.calibration.Quantizer} is the entry.
 */
package org.p2vit.quant.calibration;
