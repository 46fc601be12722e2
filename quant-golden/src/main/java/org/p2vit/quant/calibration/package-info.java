// SPDX-License-Identifier: Apache-2.0
/**
 * From a float network and some images to a quantized network. {@link org.p2vit.quant.calibration.Quantizer} is the entry:
 * it takes the parts of the network one after another and leaves each to a room. {@code options} is what a user may choose,
 * {@code rotation} another form of the float network, {@code statistics} what is learnt from the images, {@code layer} and
 * {@code exponents} the choices, {@code block} their order in a block, {@code fidelity} how far the result is from float.
 * The method and what its parts are worth: {@code quant-golden/doc/quantizer.md}.
 */
package org.p2vit.quant.calibration;
