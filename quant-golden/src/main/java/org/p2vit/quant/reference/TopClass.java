// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.reference;

/** The class that float logits choose. */
public final class TopClass {
    private TopClass() {}

    /** Index of the greatest, the first of equals. */
    public static int of(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }
}
