// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

/** What one multiplier of the array makes in a cycle. */
public enum ProcessingElement {
    /** Two int8 products that share a weight, of two token rows. */
    PACKED,
    /** One int8 product. */
    PLAIN;

    /** Multipliers that make the products of two token rows with one weight. */
    public int multipliersPerPair() {
        return this == PACKED ? 1 : 2;
    }
}
