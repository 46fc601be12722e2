// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.simulation;

/**
 * What a unit did during one image.
 *
 * @param busy cycles in which it made progress
 * @param stall cycles in which it had a command and made none
 * @param wordsChecked words of it that were compared with the golden model
 */
public record UnitRun(long busy, long stall, long wordsChecked, long mismatches) {}
