// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

/** How much a program lets the units work at the same time. All but {@link #BOTH} are for comparison. */
public enum Overlap {
    /** Layers one after another, and inside attention a tile's matrix product, softmax and A·V one after another. */
    NEITHER("none", false, false),
    /** The next layer follows the rows of the one before; inside attention one thing at a time. */
    INTER_LAYER("inter-layer", true, false),
    /** A layer begins when all rows of the one before are written; inside attention the units follow each other's rows. */
    INTRA_LAYER("intra-layer", false, true),
    /** Every unit follows the rows of those before it. */
    BOTH("both", true, true);

    private final String label;
    private final boolean interLayer;
    private final boolean intraLayer;

    Overlap(String label, boolean interLayer, boolean intraLayer) {
        this.label = label;
        this.interLayer = interLayer;
        this.intraLayer = intraLayer;
    }

    public String label() {
        return label;
    }

    /** Whether a layer may begin with the rows that are there. */
    boolean interLayer() {
        return interLayer;
    }

    /** Whether MATMUL goes on while SOFTMAX and the unit behind it work on its rows. */
    boolean intraLayer() {
        return intraLayer;
    }
}
