// SPDX-License-Identifier: Apache-2.0
/**
 * Whole inferences on the verilated accelerator, driven as a driver does it. In go a compiled program and images, out come
 * logits, cycles and counters; every word that a unit wrote is compared with the golden model, and how many there had to
 * be is counted from the network, not from the program. See {@code testbench/doc/cosimulation.md}.
 */
package org.p2vit.testbench.accelerator;
