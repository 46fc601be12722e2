// SPDX-License-Identifier: Apache-2.0
/** Verilator's lint over emitted Verilog. */
package org.p2vit.testbench.lint;
