// SPDX-License-Identifier: Apache-2.0
/**
 * What stands around a design in a simulation. Natively: AXI4 memory and AXI4-Lite registers, for whole-network runs. In
 * Java: streams and memory ports, for unit tests, stepped by {@link org.p2vit.testbench.bus.Bench}.
 */
package org.p2vit.testbench.bus;
