// SPDX-License-Identifier: Apache-2.0
/** What power-of-two scales are measured against: quantization with float scales, simulated in float. */
package org.p2vit.quant.baseline;
