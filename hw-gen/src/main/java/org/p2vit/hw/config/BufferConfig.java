// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

import java.io.Serializable;
import org.p2vit.hw.dsl.HwMemory;

/**
 * One on-chip buffer: the depth of each of its banks and the kind of memory it is put in.
 *
 * @param words depth of every bank
 * @param style {@code block}, {@code ultra} or {@code distributed}
 */
public record BufferConfig(int words, HwMemory.Style style) implements Serializable {
    /** The most that there may be. */
    public static final int MOST_WORDS = 1 << 16; // commands carry 16-bit addresses

    void check(String field, Faults faults) {
        faults.inRange(field + ".words", words, 2, MOST_WORDS);
    }

    /** Bits of an address. */
    public int addressWidth() {
        return Integer.SIZE - Integer.numberOfLeadingZeros(words - 1);
    }
}
