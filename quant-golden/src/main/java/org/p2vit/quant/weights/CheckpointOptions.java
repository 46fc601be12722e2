// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.util.Optional;
import org.p2vit.quant.config.ImageSize;

/**
 * What a user says about a checkpoint.
 *
 * @param heads attention heads; must be those that the checkpoint states, if it states them
 * @param imageSize input size to run at: positions for another one are resized. If the checkpoint does not state its own
 *     size and has as many positions as this one needs, they are taken to be for this one.
 */
public record CheckpointOptions(Optional<Integer> heads, Optional<ImageSize> imageSize) {
    /** Nothing is said. */
    public static final CheckpointOptions NONE = new CheckpointOptions(Optional.empty(), Optional.empty());
}
