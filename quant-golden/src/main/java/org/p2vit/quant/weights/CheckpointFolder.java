// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.config.ConfigObject;
import org.p2vit.quant.config.ImageSize;
import org.p2vit.quant.model.Preprocess;
import org.p2vit.quant.model.PreprocessWords;
import org.p2vit.quant.storage.StrictJson;

/**
 * What published checkpoints have beside them about the preparation of images: Hugging Face's {@code preprocessor_config.json}
 * ({@link HuggingFacePixels}) and timm's {@code config.json} ({@link TimmPixels}). Where both speak about the same they must agree. The
 * metadata inside the checkpoint go first; what they overrule is named.
 */
public final class CheckpointFolder {
    private static final String OWN = "the checkpoint's own metadata";

    private CheckpointFolder() {}

    /** The checkpoint with its shards and those files beside it that {@link #metadata} reads: all that decides what network it is. */
    public static List<Path> files(Path checkpoint) {
        List<Path> shards = CheckpointFile.isIndex(checkpoint) ? ShardedFile.shards(checkpoint) : List.of();
        List<Path> beside = Stream.of(
                        checkpoint,
                        checkpoint.resolveSibling(HuggingFacePixels.FILE),
                        checkpoint.resolveSibling(TimmPixels.FILE))
                .filter(Files::exists)
                .toList();
        return Stream.concat(beside.stream(), shards.stream()).toList();
    }

    /**
     * Metadata by the keys of {@link CheckpointMetadata}; empty where nothing is stated.
     *
     * @throws InvalidInputException naming file, key and value of what is malformed, unknown or not supported, or both files
     *     if they contradict each other
     */
    static Map<String, String> metadata(Path checkpoint) {
        Optional<PixelStatement> timm =
                keys(checkpoint.resolveSibling(TimmPixels.FILE)).flatMap(TimmPixels::read);
        Optional<PixelStatement> huggingFace =
                keys(checkpoint.resolveSibling(HuggingFacePixels.FILE)).map(HuggingFacePixels::read);
        if (timm.isPresent() && huggingFace.isPresent()) {
            PixelStatement.requireAgreement(huggingFace.get(), timm.get());
        }
        Map<String, String> metadata = new HashMap<>();
        timm.ifPresent(statement -> metadata.putAll(statement.metadata()));
        huggingFace.ifPresent(statement -> metadata.putAll(statement.metadata()));
        return metadata;
    }

    /** What stands beside a checkpoint and what it says itself, which goes first. */
    static Map<String, String> merged(Map<String, String> beside, Map<String, String> own) {
        Map<String, String> merged = new HashMap<>(beside);
        merged.putAll(own);
        if (own.containsKey(CheckpointMetadata.PREPROCESS)) {
            merged.put(
                    CheckpointMetadata.PREPROCESS_FROM,
                    overruling(beside, own, CheckpointMetadata.PREPROCESS_FROM, CheckpointMetadata.PREPROCESS));
        }
        if (own.containsKey(CheckpointMetadata.IMAGE_MEAN) || own.containsKey(CheckpointMetadata.IMAGE_STD)) {
            merged.keySet()
                    .removeIf(key -> !own.containsKey(key)
                            && (key.equals(CheckpointMetadata.IMAGE_MEAN) || key.equals(CheckpointMetadata.IMAGE_STD)));
            merged.put(
                    CheckpointMetadata.NORMALIZATION_FROM,
                    overruling(
                            beside,
                            own,
                            CheckpointMetadata.NORMALIZATION_FROM,
                            CheckpointMetadata.IMAGE_MEAN,
                            CheckpointMetadata.IMAGE_STD));
        }
        return merged;
    }

    /**
     * Fits sizes that the files state for the network as it was saved to the size at which a user runs it.
     *
     * @param saved the preprocessing must end in this size to be changed
     */
    static void fit(Map<String, String> metadata, ImageSize saved, ImageSize wanted) {
        String text = metadata.get(CheckpointMetadata.PREPROCESS);
        if (text == null || saved.equals(wanted) || PreprocessWords.isRelative(text)) {
            return;
        }
        Preprocess stated = Preprocess.parse(text);
        if (stated.height() == saved.height() && stated.width() == saved.width()) {
            metadata.put(
                    CheckpointMetadata.PREPROCESS,
                    stated.scaledTo(wanted.height(), wanted.width()).text());
            metadata.merge(
                    CheckpointMetadata.PREPROCESS_FROM,
                    ", in proportion to " + wanted + " instead of " + saved,
                    String::concat);
        }
    }

    private static String overruling(Map<String, String> beside, Map<String, String> own, String from, String... keys) {
        boolean same = Stream.of(keys)
                .allMatch(key -> !beside.containsKey(key) || beside.get(key).equals(own.get(key)));
        return same ? OWN : OWN + ", not " + beside.get(keys[0]) + " of " + beside.get(from);
    }

    private static Optional<PixelKeys> keys(Path file) {
        return Files.exists(file)
                ? Optional.of(new PixelKeys(
                        new ConfigObject(file, "", StrictJson.object(file, "stands beside the checkpoint"))))
                : Optional.empty();
    }
}
