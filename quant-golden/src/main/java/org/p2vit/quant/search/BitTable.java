// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.Quoted;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.storage.StrictJson;
import org.p2vit.quant.storage.WholeFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Bits of the weights of each layer, as a JSON file {@code {"weightBits": 8, "layers": {"blocks.0.fc1": 4, ...}}}.
 *
 * @param weightBits of the layers inside blocks that {@code layers} does not name
 * @param layers bits by layer name
 */
public record BitTable(int weightBits, Map<String, Integer> layers) {
    private static final String FORM = "{\"weightBits\": 8, \"layers\": {\"blocks.0.fc1\": 4}}";
    private static final int WIDE = 8;
    private static final int INT4 = 4;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    public BitTable {
        if (layers == null || layers.values().stream().anyMatch(Objects::isNull)) {
            throw new InvalidInputException("A table of bits must state a number for each of its layers.");
        }
        layers = Collections.unmodifiableMap(new TreeMap<>(layers));
        requirePossible("weightBits", weightBits);
        layers.forEach(BitTable::requirePossible);
    }

    private static void requirePossible(String layer, int bits) {
        if (bits != INT4 && bits != WIDE) {
            throw new InvalidInputException(
                    Quoted.name(layer) + " is " + bits + "; weights have " + WIDE + " or " + INT4 + " bits");
        }
    }

    /** @throws InvalidInputException naming the file and what is wrong with it; a layer that is named twice is wrong too */
    public static BitTable read(Path file) {
        JsonNode table = StrictJson.object(file, "should be a table of bits, " + FORM + ",");
        try {
            return JSON.treeToValue(table, BitTable.class);
        } catch (JacksonException e) {
            String reason = e.getCause() instanceof InvalidInputException refusal
                    ? refusal.getMessage()
                    : e.getOriginalMessage().lines().findFirst().orElse("");
            throw new InvalidInputException(file + " is no table of bits, " + FORM + ": " + reason, e);
        }
    }

    /** Writes the file whole; makes missing folders. */
    public void write(Path file) {
        WholeFile.writeText(file, JSON.writeValueAsString(this) + "\n");
    }

    /** Options with these bits instead of theirs. */
    public QuantizerOptions in(QuantizerOptions options) {
        return options.withWeightBits(weightBits).withLayerWeightBits(layers);
    }
}
