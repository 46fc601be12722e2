// SPDX-License-Identifier: Apache-2.0
/** What accuracy costs: networks of several precisions on several configurations. */
package org.p2vit.testbench.tradeoff;
