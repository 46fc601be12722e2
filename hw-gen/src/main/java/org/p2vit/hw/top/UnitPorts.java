// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.top;

import org.p2vit.hw.dsl.HwStream;
import org.p2vit.hw.port.CommandWord;
import org.p2vit.hw.port.SemaphorePort;
import org.p2vit.hw.program.Unit;
import spinal.core.Bool;

/** What every unit has. */
record UnitPorts(Unit unit, HwStream<CommandWord> command, SemaphorePort semaphore, Bool busy, Bool stall) {}
