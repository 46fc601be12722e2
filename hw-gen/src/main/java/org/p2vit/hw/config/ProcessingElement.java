// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

/** What one multiplier of the array makes in a cycle. */
public enum ProcessingElement {
    /** Two int8 products that share a weight, of two token rows. */
    PACKED,
    /** One int8 product. */
    PLAIN,
    /** As {@code PACKED}, and with weights of 4 bits four products: of two token rows with two weights. Takes 27 x 18 bits. */
    SCALABLE,
    /** As {@code PACKED}, four such products added inside a column of multipliers. Takes 27 x 18 bits. */
    CASCADE;

    /** Whether it takes operands of 27 bits, as a DSP48E2 does; those of a DSP48E1 have 25. */
    public boolean needsUltraScale() {
        return this == SCALABLE || this == CASCADE;
    }

    /** Multipliers that make the products of two token rows with one weight. */
    public int multipliersPerPair() {
        return this == PLAIN ? 2 : 1;
    }

    /** Output tiles made in the same steps when weights have 4 bits. */
    public int int4Tiles() {
        return this == SCALABLE ? 2 : 1;
    }
}
