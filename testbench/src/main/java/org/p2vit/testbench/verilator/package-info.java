// SPDX-License-Identifier: Apache-2.0
/** Building Verilog with Verilator and running it inside the JVM. */
package org.p2vit.testbench.verilator;
