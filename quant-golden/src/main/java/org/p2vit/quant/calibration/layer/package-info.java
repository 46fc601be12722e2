// SPDX-License-Identifier: Apache-2.0
/**
 * One layer: from float weights and sample rows of its input to codes, biases and shifts (contract §2, §3).
 * {@link org.p2vit.quant.calibration.layer.InputChooser} says how the input is stored, behind GELU
 * {@link org.p2vit.quant.calibration.layer.GeluInput};
 * {@link org.p2vit.quant.calibration.layer.LinearQuantizer} then chooses the weights by the error of the layer's output,
 * and {@link org.p2vit.quant.calibration.layer.NormQuantizer} does a LayerNorm. Where the layer stands in the network, and
 * the exponent of its output, is known to the caller alone.
 */
package org.p2vit.quant.calibration.layer;
