// SPDX-License-Identifier: Apache-2.0
/** What simulations have covered of the emitted Verilog: counts of Verilator, gathered by module, less what is waived. */
package org.p2vit.testbench.coverage;
