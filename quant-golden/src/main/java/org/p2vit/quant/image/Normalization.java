// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.InputCoding;
import org.p2vit.quant.weights.CheckpointMetadata;

/**
 * Brings samples to the range a network was trained on: {@code (sample / 255 - mean) / deviation} per channel, in float.
 *
 * @param mean per channel, in units of full brightness
 * @param deviation per channel, positive, in the same units
 */
public record Normalization(List<Float> mean, List<Float> deviation) {
    /** Statistics of the ImageNet training set, which DeiT and most published networks use. */
    public static final Normalization IMAGENET =
            new Normalization(List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));

    public Normalization {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        if (mean.size() != deviation.size()) {
            throw new InvalidInputException(
                    "The normalization has the means " + mean + " and the deviations " + deviation + ".");
        }
        for (int c = 0; c < mean.size(); c++) {
            InputCoding.requireStatistics(
                    "The means " + mean + " and deviations " + deviation, mean.get(c), deviation.get(c));
        }
    }

    /**
     * The normalization a checkpoint states in its metadata; {@link #IMAGENET} if it states none.
     *
     * @throws InvalidInputException if a value is malformed
     */
    static Normalization ofMetadata(Map<String, String> metadata) {
        if (!metadata.containsKey(CheckpointMetadata.IMAGE_MEAN)
                && !metadata.containsKey(CheckpointMetadata.IMAGE_STD)) {
            return IMAGENET;
        }
        return new Normalization(
                numbers(metadata, CheckpointMetadata.IMAGE_MEAN), numbers(metadata, CheckpointMetadata.IMAGE_STD));
    }

    private static List<Float> numbers(Map<String, String> metadata, String key) {
        String text = metadata.getOrDefault(key, "");
        try {
            return Arrays.stream(text.split(",", -1)).map(Float::valueOf).toList();
        } catch (NumberFormatException e) {
            throw new InvalidInputException(
                    "The metadata \"" + key + "\" are \"" + text + "\"; state one number per channel, with commas.", e);
        }
    }

    /** The normalized value of a sample of 0..255. */
    float apply(int sample, int channel) {
        return (sample / 255f - mean.get(channel)) / deviation.get(channel);
    }
}
