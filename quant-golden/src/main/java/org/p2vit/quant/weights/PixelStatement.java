// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.Crop;
import org.p2vit.quant.model.Preprocess;
import org.p2vit.quant.model.PreprocessWords;

/**
 * What one file says about the preparation of images.
 *
 * @param preprocess a text that {@link org.p2vit.quant.model.PreprocessWords#read} understands, if the file says anything about sizes
 * @param statistics if the file says anything about values
 * @param assumed what the file leaves out and its program takes by default, as {@code key value}
 */
record PixelStatement(Path file, Optional<String> preprocess, Optional<Statistics> statistics, List<String> assumed) {
    private static final double ROUNDING = 1e-7;

    /** Of pixels in 0 … 1; one value for all channels or one for each. */
    record Statistics(List<Double> mean, List<Double> std) {
        /**
         * Folds a factor into the statistics: (scale x - mean) / std = (x - mean / scale) / (std / scale).
         *
         * @param scale of samples in 0 … 1; as good as 1 is 1, so that 1/255 written in decimals changes nothing
         */
        static Statistics of(List<Double> mean, List<Double> std, double scale) {
            double divisor = Math.abs(scale - 1) < ROUNDING ? 1 : scale;
            return new Statistics(
                    mean.stream().map(value -> value / divisor).toList(),
                    std.stream().map(value -> value / divisor).toList());
        }

        /** Whether both are the same for each channel, in floats. */
        boolean agreesWith(Statistics other) {
            return text(Math.max(mean.size(), other.mean.size()))
                    .equals(other.text(Math.max(mean.size(), other.mean.size())));
        }

        private String text(int channels) {
            return mean.size() == 1
                    ? new Statistics(
                                    Collections.nCopies(channels, mean.get(0)),
                                    Collections.nCopies(channels, std.get(0)))
                            .text()
                    : text();
        }

        private String text() {
            return "mean " + text(mean) + " and deviation " + text(std);
        }

        private static String text(List<Double> values) {
            return values.stream()
                    .map(value -> Float.toString(value.floatValue()))
                    .collect(Collectors.joining(","));
        }
    }

    /** @throws InvalidInputException naming both, if two files say different things */
    static void requireAgreement(PixelStatement one, PixelStatement other) {
        if (one.preprocess.isPresent() && other.preprocess.isPresent()) {
            // One that does not name a size means that of the network, to which the other must lead.
            Optional<Preprocess> sized = one.sized().or(other::sized);
            if (sized.isPresent()
                    ? !one.at(sized.get()).equals(other.at(sized.get()))
                    : !one.preprocess.equals(other.preprocess)) {
                throw contradiction(one, one.preprocess.get(), other, other.preprocess.get());
            }
        }
        if (one.statistics.isPresent()
                && other.statistics.isPresent()
                && !one.statistics.get().agreesWith(other.statistics.get())) {
            throw contradiction(
                    one,
                    one.statistics.get().text(),
                    other,
                    other.statistics.get().text());
        }
    }

    private Optional<Preprocess> sized() {
        return preprocess.filter(text -> !PreprocessWords.isRelative(text)).map(Preprocess::parse);
    }

    /** For a network whose input has the size of another preprocessing's result; both kinds of cropping count as one. */
    private Preprocess at(Preprocess other) {
        Preprocess used = PreprocessWords.read(preprocess.get(), other.height(), other.width());
        return new Preprocess(
                false, used.resize(), used.crop() == Crop.NONE ? Crop.NONE : Crop.CENTRE, used.height(), used.width());
    }

    private static InvalidInputException contradiction(
            PixelStatement one, String words, PixelStatement other, String otherWords) {
        return new InvalidInputException(one.file + " asks for " + words + ", but " + other.file + " for " + otherWords
                + "; mend or remove the one that is wrong.");
    }

    /** By the keys of {@link CheckpointMetadata}. */
    Map<String, String> metadata() {
        Map<String, String> metadata = new HashMap<>();
        String from = file.getFileName() + (assumed.isEmpty() ? "" : ", assumed " + String.join(", ", assumed));
        preprocess.ifPresent(text -> {
            metadata.put(CheckpointMetadata.PREPROCESS, text);
            metadata.put(CheckpointMetadata.PREPROCESS_FROM, from);
        });
        statistics.ifPresent(values -> {
            metadata.put(CheckpointMetadata.IMAGE_MEAN, Statistics.text(values.mean()));
            metadata.put(CheckpointMetadata.IMAGE_STD, Statistics.text(values.std()));
            metadata.put(CheckpointMetadata.NORMALIZATION_FROM, from);
        });
        return metadata;
    }
}
