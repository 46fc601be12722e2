// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.util.List;

/**
 * A network as it was read, and how sure its dimensions are.
 *
 * @param assumed a phrase for each value that nobody states, and for each that follows from a name: {@code 3 attention
 *     heads, ...}
 */
public record Checkpoint(FloatVit network, List<String> assumed) {
    public Checkpoint {
        assumed = List.copyOf(assumed);
    }
}
