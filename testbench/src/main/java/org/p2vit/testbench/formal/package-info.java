// SPDX-License-Identifier: Apache-2.0
/**
 * Proofs of properties of the Verilog: jobs, the tools that prove them, and what came of it. How to add one is said in
 * {@code testbench/doc/formal.md}.
 */
package org.p2vit.testbench.formal;
