// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.memory;

import org.p2vit.hw.dsl.HwMemory;

/**
 * A memory with a write port and a read port.
 *
 * @param wordBits bits of a word
 * @param depth words
 */
public record MemoryShape(int wordBits, int depth, HwMemory.Style style) {
    private static final int LARGEST_DISTRIBUTED = 64;

    /** Of a unit's own: a few words are in LUTs, more in block memory. */
    public static MemoryShape inUnit(int wordBits, int depth) {
        return new MemoryShape(
                wordBits, depth, depth > LARGEST_DISTRIBUTED ? HwMemory.Style.BLOCK : HwMemory.Style.DISTRIBUTED);
    }
}
