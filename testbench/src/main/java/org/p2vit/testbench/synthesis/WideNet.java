// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.synthesis;

/**
 * A net that drives much.
 *
 * @param name in the flattened netlist
 * @param loads inputs of cells, those for clocks and resets not counted
 */
public record WideNet(String name, int loads) {}
