// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.memory;

import java.util.Collections;
import java.util.List;
import org.p2vit.hw.dsl.HwMemory;

/**
 * Size and writers of a banked buffer.
 *
 * @param depth words per bank
 * @param priorityLanes neighbouring banks the priority writer fills at once, a divisor of {@code banks}; 0 for no priority writer
 * @param columns whether the priority writer can also write a byte of every bank for each lane; there are as many banks as bytes in a word
 * @param writerLanes neighbouring banks each writer that can be made to wait fills at once, in falling priority
 */
public record BufferShape(
        int banks,
        int wordBits,
        int depth,
        HwMemory.Style style,
        int priorityLanes,
        boolean columns,
        List<Integer> writerLanes) {
    /** Without columns, and with {@code writers} that can be made to wait, of one lane each. */
    public BufferShape(int banks, int wordBits, int depth, HwMemory.Style style, int priorityLanes, int writers) {
        this(banks, wordBits, depth, style, priorityLanes, false, Collections.nCopies(writers, 1));
    }
}
