// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.program;

import java.util.Arrays;
import java.util.List;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.config.AttentionKind;

/**
 * What decides whether a machine takes a command.
 *
 * @param tokenTile rows of a tile
 * @param maxTokens largest key count of SOFTMAX
 * @param maxDimWords longest row of NORM
 * @param attention decides which units there are, and what they can do
 */
public record MachineLimits(int tokenTile, int maxTokens, int maxDimWords, AttentionKind attention) {
    public static MachineLimits of(AcceleratorConfig config) {
        return new MachineLimits(
                config.array().tokenTile(),
                config.limits().maxTokens(),
                config.limits().maxDim() / config.array().word(),
                config.attention());
    }

    /** The units of the machine, in the order of their numbers. */
    public List<Unit> units() {
        return Arrays.stream(Unit.values())
                .filter(unit -> unit != Unit.CONTROL && unit.builtWith(attention))
                .toList();
    }
}
