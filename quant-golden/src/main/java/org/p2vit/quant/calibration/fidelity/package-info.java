// SPDX-License-Identifier: Apache-2.0
/**
 * How far a quantized network is from its float network: both run on the same images, and every tensor's noise is summed
 * ({@link org.p2vit.quant.calibration.fidelity.SqnrReport}). Uses the meaning of codes, none of the choices.
 */
package org.p2vit.quant.calibration.fidelity;
