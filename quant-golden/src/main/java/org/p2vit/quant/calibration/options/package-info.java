// SPDX-License-Identifier: Apache-2.0
/**
 * What a user may choose about quantization, checked where it is made. No other room of the quantizer has choices of its
 * own, and the result depends on nothing else but network and images.
 */
package org.p2vit.quant.calibration.options;
