// SPDX-License-Identifier: Apache-2.0
/** Quantized networks that are kept between runs. */
package org.p2vit.testbench.bundling;
