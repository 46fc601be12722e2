// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.util.Map;
import org.p2vit.quant.model.VitShape;

/**
 * Keys of the optional text a checkpoint may carry under {@code __metadata__}. Public checkpoints have none; a value
 * that is present overrides what would be inferred.
 */
public final class CheckpointMetadata {
    /** Attention heads; otherwise a head is taken to be 64 wide. */
    public static final String NUM_HEADS = "num_heads";

    /** Side of the square input in pixels, or {@code HEIGHTxWIDTH}; otherwise the patches form a square. */
    public static final String IMAGE_SIZE = "image_size";

    /** Mean per channel of inputs in 0..1, separated by commas. */
    public static final String IMAGE_MEAN = "image_mean";

    /** Standard deviation per channel of inputs in 0..1, separated by commas. */
    public static final String IMAGE_STD = "image_std";

    /** How an image is brought to the input size: {@code resize-crop} or {@code crop}. */
    public static final String PREPROCESS = "preprocess";

    /** Class names in the order of the logits, separated by commas. */
    public static final String LABELS = "labels";

    private CheckpointMetadata() {}

    /** What tensors do not tell about a shape. */
    static Map<String, String> of(VitShape shape) {
        return Map.of(
                NUM_HEADS, Integer.toString(shape.heads()), IMAGE_SIZE, shape.imageHeight() + "x" + shape.imageWidth());
    }
}
