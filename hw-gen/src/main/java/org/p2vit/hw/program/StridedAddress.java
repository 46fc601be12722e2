// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

/** Where a tensor lies in a buffer, in words: row group {@code g} starts at {@code base + g * stride}. */
public record StridedAddress(int base, int stride) {
    /** The address {@code words} further in each row group. */
    public StridedAddress plus(int words) {
        return new StridedAddress(base + words, stride);
    }

    /** The address starting at row group {@code groups}. */
    public StridedAddress at(int groups) {
        return new StridedAddress(base + groups * stride, stride);
    }
}
