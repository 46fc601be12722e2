// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.image;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.InputCoding;
import org.p2vit.quant.weights.CheckpointMetadata;

/**
 * Brings samples to the range a network was trained on: {@code (sample / 255 - mean) / deviation} per channel, in float.
 *
 * @param mean per channel, in units of full brightness
 * @param deviation per channel, positive, in the same units
 */
public record Normalization(List<Float> mean, List<Float> deviation) implements Serializable {
    /** Statistics of the ImageNet training set, which DeiT and most published networks use. */
    public static final Normalization IMAGENET =
            new Normalization(List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));

    private static final float HALF = 0.5f;

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

    /** What is assumed where nothing is stated: {@link #IMAGENET} of colour, mean and deviation a half of gray. */
    static Normalization usual(int channels) {
        return channels == IMAGENET.mean().size()
                ? IMAGENET
                : new Normalization(Collections.nCopies(channels, HALF), Collections.nCopies(channels, HALF));
    }

    /**
     * The normalization a checkpoint states in its metadata, one value for all channels or one for each; nothing if it states
     * none.
     *
     * @throws InvalidInputException if a value is malformed, or there are values for another number of channels
     */
    static Optional<Normalization> ofMetadata(Map<String, String> metadata, int channels) {
        if (!metadata.containsKey(CheckpointMetadata.IMAGE_MEAN)
                && !metadata.containsKey(CheckpointMetadata.IMAGE_STD)) {
            return Optional.empty();
        }
        return Optional.of(new Normalization(
                numbers(metadata, CheckpointMetadata.IMAGE_MEAN, channels),
                numbers(metadata, CheckpointMetadata.IMAGE_STD, channels)));
    }

    private static List<Float> numbers(Map<String, String> metadata, String key, int channels) {
        String text = metadata.get(key);
        String from = metadata.getOrDefault(CheckpointMetadata.NORMALIZATION_FROM, "the metadata");
        if (text == null) {
            throw new InvalidInputException("\"" + key + "\" of " + from + " is missing beside the other of \""
                    + CheckpointMetadata.IMAGE_MEAN + "\" and \"" + CheckpointMetadata.IMAGE_STD + "\"; state both.");
        }
        List<Float> values;
        try {
            values = Arrays.stream(text.split(",", -1)).map(Float::valueOf).toList();
        } catch (NumberFormatException e) {
            throw new InvalidInputException(
                    "\"" + key + "\" of " + from + " is \"" + text + "\"; state one number per channel, with commas.",
                    e);
        }
        if (values.size() != 1 && values.size() != channels) {
            throw new InvalidInputException("\"" + key + "\" of " + from + " is \"" + text + "\", " + values.size()
                    + " values, but the network has " + channels
                    + (channels == 1 ? " channel" : " channels") + "; state one for each.");
        }
        return values.size() == channels ? values : Collections.nCopies(channels, values.get(0));
    }

    /** The normalized value of a sample of 0..255. */
    float apply(int sample, int channel) {
        return InputCoding.normalized(sample, mean.get(channel), deviation.get(channel));
    }
}
