// SPDX-License-Identifier: Apache-2.0
/** What is run: a quantized network, the float network it came from, and images. */
package org.p2vit.testbench.workload;
