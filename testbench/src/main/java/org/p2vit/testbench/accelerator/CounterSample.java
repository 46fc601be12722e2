// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import java.util.Map;
import org.p2vit.hw.program.Unit;

/**
 * The hardware's counters while an inference runs, read through its registers as a driver would.
 *
 * @param cycle since start
 * @param units counted since start, each read a few cycles after the other, always in the same order
 */
public record CounterSample(long cycle, Map<Unit, UnitCounters> units) {}
