// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

/**
 * Bits {@code high … low} of one of the eight 32-bit words of a command (architecture §3.1).
 *
 * @param name as documents, listings and errors print it
 */
public record CommandField(String name, int word, int high, int low) {
    public int bits() {
        return high - low + 1;
    }

    /** The greatest number that fits, as an unsigned one. */
    public long max() {
        return (1L << bits()) - 1;
    }

    /** The field's bits in its word. */
    int mask() {
        return (int) (max() << low);
    }

    /**
     * {@code value} at its place in the word.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    int encode(long value) {
        if (value < 0 || value > max()) {
            throw new IllegalArgumentException("command field " + name + " is " + value + ", its limit is " + max());
        }
        return (int) value << low;
    }
}
