// SPDX-License-Identifier: Apache-2.0
/** Small faults in emitted Verilog, all in one build and switched on one at a time, to measure which of them the tests notice. */
package org.p2vit.testbench.mutation;
