// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.storage.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What published checkpoints have beside them: how images are normalized. Hugging Face states it in {@code preprocessor_config.json}
 * ({@code image_mean}, {@code image_std}), timm in {@code config.json} ({@code pretrained_cfg.mean}, {@code .std}).
 */
public final class CheckpointFolder {
    private static final String PREPROCESSOR = "preprocessor_config.json";
    private static final String CONFIG = "config.json";

    private CheckpointFolder() {}

    /** The checkpoint with its shards and those files beside it that {@link #metadata} reads: all that decides what network it is. */
    public static List<Path> files(Path checkpoint) {
        List<Path> shards = CheckpointFile.isIndex(checkpoint) ? ShardedFile.shards(checkpoint) : List.of();
        List<Path> beside = Stream.of(
                        checkpoint, checkpoint.resolveSibling(PREPROCESSOR), checkpoint.resolveSibling(CONFIG))
                .filter(Files::exists)
                .toList();
        return Stream.concat(beside.stream(), shards.stream()).toList();
    }

    /**
     * Metadata by the keys of {@link CheckpointMetadata}; empty where nothing is stated.
     *
     * @throws InvalidInputException naming the file, if one is no JSON or its lists are no numbers
     */
    static Map<String, String> metadata(Path checkpoint) {
        Map<String, String> metadata = new HashMap<>();
        JsonNode timm = json(checkpoint.resolveSibling(CONFIG)).path("pretrained_cfg");
        add(metadata, checkpoint.resolveSibling(CONFIG), timm.path("mean"), timm.path("std"));
        JsonNode preprocessor = json(checkpoint.resolveSibling(PREPROCESSOR));
        add(
                metadata,
                checkpoint.resolveSibling(PREPROCESSOR),
                preprocessor.path("image_mean"),
                preprocessor.path("image_std"));
        return metadata;
    }

    private static void add(Map<String, String> metadata, Path file, JsonNode mean, JsonNode deviation) {
        if (!mean.isMissingNode() && !deviation.isMissingNode()) {
            metadata.put(CheckpointMetadata.IMAGE_MEAN, numbers(file, mean));
            metadata.put(CheckpointMetadata.IMAGE_STD, numbers(file, deviation));
        }
    }

    private static String numbers(Path file, JsonNode list) {
        List<JsonNode> values = new ArrayList<>();
        list.forEach(values::add);
        if (values.isEmpty() || !values.stream().allMatch(JsonNode::isNumber)) {
            throw new InvalidInputException(
                    file + " has " + list + " where the mean or deviation of each channel is expected as a number.");
        }
        return values.stream().map(JsonNode::asString).collect(Collectors.joining(","));
    }

    private static JsonNode json(Path file) {
        return Files.exists(file)
                ? StrictJson.object(file, "stands beside the checkpoint")
                : JsonMapper.shared().missingNode();
    }
}
