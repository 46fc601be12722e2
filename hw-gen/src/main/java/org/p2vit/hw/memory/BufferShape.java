// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.memory;

import org.p2vit.hw.dsl.HwMemory;

/**
 * Size and writers of a banked buffer.
 *
 * @param depth words per bank
 * @param urgentLanes neighbouring banks the urgent writer fills at once, a divisor of {@code banks}; 0 for no urgent writer
 * @param writers number of writers that can be made to wait, in falling priority
 */
public record BufferShape(int banks, int wordBits, int depth, HwMemory.Style style, int urgentLanes, int writers) {}
