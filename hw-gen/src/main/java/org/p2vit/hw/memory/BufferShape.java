// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.memory;

import java.util.Collections;
import java.util.List;
import org.p2vit.hw.dsl.HwMemory;
import org.p2vit.hw.port.WriteKind;

/**
 * Size and writers of a banked buffer.
 *
 * @param depth words per bank
 * @param priorityLanes neighbouring banks the priority writer fills at once, a divisor of {@code banks}; 0 for no priority writer
 * @param kind what the priority writer can do; for columns there are as many banks as bytes in a word
 * @param writerLanes neighbouring banks each writer that can be made to wait fills at once, in falling priority
 */
public record BufferShape(
        int banks,
        int wordBits,
        int depth,
        HwMemory.Style style,
        int priorityLanes,
        WriteKind kind,
        List<Integer> writerLanes) {
    /** Width of an UltraRAM. */
    public static final int ULTRA_BITS = 72;

    /** Of half a block of 1024 words. */
    private static final int HALF_BLOCK_BITS = 18;

    /** For whole words, with {@code writers} that can be made to wait, of one lane each. */
    public BufferShape(int banks, int wordBits, int depth, HwMemory.Style style, int priorityLanes, int writers) {
        this(banks, wordBits, depth, style, priorityLanes, WriteKind.WORDS, Collections.nCopies(writers, 1));
    }

    /**
     * Highest bits of a word that lie in block memories beside its UltraRAMs: these are 72 bits wide, and for a few bits more, such as the
     * exponents of the stream, another one would be all but empty.
     */
    public static int bitsInBlocks(HwMemory.Style style, int wordBits) {
        int more = wordBits % ULTRA_BITS;
        return style == HwMemory.Style.ULTRA && wordBits > ULTRA_BITS && more <= HALF_BLOCK_BITS ? more : 0;
    }

    /** Whether the priority writer can write across the banks. */
    public boolean columns() {
        return kind == WriteKind.COLUMNS;
    }

    /** Whether words stay the greatest of what is written to them. */
    public boolean greatest() {
        return kind == WriteKind.GREATEST;
    }
}
