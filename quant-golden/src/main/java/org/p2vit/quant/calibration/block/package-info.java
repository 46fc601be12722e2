// SPDX-License-Identifier: Apache-2.0
/**
 * The order of choices in one block, and the block on the calibration images as far as it is quantized. In go the float
 * block, its statistics and the exponents of the stream that enters; out come the integer block and those of the stream
 * that leaves ({@link org.p2vit.quant.calibration.block.BlockQuantizer}). {@link
 * org.p2vit.quant.calibration.block.DownstreamExponents} moves the exponents of finished blocks by what the logits say.
 */
package org.p2vit.quant.calibration.block;
