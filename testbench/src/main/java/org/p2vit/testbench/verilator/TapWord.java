// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

/**
 * One word seen by a tap.
 *
 * @param data little-endian, the fields of {@link TapSpec#data()} one after the other
 */
public record TapWord(long cycle, byte[] data) {}
