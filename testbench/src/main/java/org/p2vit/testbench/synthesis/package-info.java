// SPDX-License-Identifier: Apache-2.0
/** Open synthesis of emitted Verilog: structural faults and resources per unit. */
package org.p2vit.testbench.synthesis;
