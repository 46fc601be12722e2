// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.check;

/**
 * How numbers lie in a word: lane i is bits {@code [i·bits, (i+1)·bits)}, lane 0 in the least significant bits.
 *
 * @param bits 1 to 64
 */
public record LaneFormat(int bits, boolean signed) {
    public static final LaneFormat UINT4 = new LaneFormat(4, false);
    public static final LaneFormat UINT8 = new LaneFormat(8, false);
    public static final LaneFormat INT8 = new LaneFormat(8, true);
    public static final LaneFormat INT9 = new LaneFormat(9, true);
    public static final LaneFormat INT32 = new LaneFormat(32, true);

    public LaneFormat {
        if (bits < 1 || bits > Long.SIZE) {
            throw new IllegalArgumentException("a lane of " + bits + " bits is not in 1 .. 64");
        }
    }

    /** Number in lane {@code index} of a little-endian word. */
    public long lane(byte[] word, int index) {
        long value = 0;
        for (int bit = 0; bit < bits; bit++) {
            long at = (long) index * bits + bit;
            value |= (long) (word[(int) (at >> 3)] >> (at & 7) & 1) << bit;
        }
        int unused = Long.SIZE - bits;
        return signed ? value << unused >> unused : value;
    }

    /** Lanes that a word of so many bytes holds. */
    int lanes(int bytes) {
        return bytes * Byte.SIZE / bits;
    }
}
