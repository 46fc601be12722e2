// SPDX-License-Identifier: Apache-2.0
/** How well quantized networks classify, beside the float network, with confidence intervals. */
package org.p2vit.testbench.evaluation;
