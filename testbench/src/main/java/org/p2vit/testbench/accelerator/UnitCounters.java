// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

/** Cycles in which a unit made progress, and in which it had a command and made none; from the RTL's counters. */
public record UnitCounters(long busy, long stall) {}
