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
import org.p2vit.quant.model.LayerKind;
import org.p2vit.quant.storage.StrictJson;
import org.p2vit.quant.storage.WholeFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Kinds of layers, as a JSON file {@code {"weightBits": 8, "layers": {"blocks.0.fc1": 4, "blocks.0.fc2": "8s2:4", ...}}}.
 *
 * @param weightBits of the layers inside blocks that {@code layers} does not name
 * @param layers kinds by layer name; bits alone stand for dense weights
 */
public record BitTable(int weightBits, Map<String, LayerKind> layers) {
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
            throw new InvalidInputException("A table of bits must state a number or a kind for each of its layers.");
        }
        layers = Collections.unmodifiableMap(new TreeMap<>(layers));
        requirePossible("weightBits", weightBits);
    }

    private static void requirePossible(String layer, int bits) {
        if (bits != INT4 && bits != WIDE) {
            throw new InvalidInputException(
                    Quoted.name(layer) + " is " + bits + "; weights have " + WIDE + " or " + INT4 + " bits");
        }
    }

    /** What the file has: a layer's bits as a number, or its kind as text. */
    private record Form(int weightBits, Map<String, Object> layers) {
        static Form of(BitTable table) {
            Map<String, Object> layers = new TreeMap<>();
            table.layers.forEach(
                    (layer, kind) -> layers.put(layer, kind.isDense() ? kind.weightBits() : kind.toString()));
            return new Form(table.weightBits, layers);
        }

        BitTable table() {
            Map<String, LayerKind> kinds = new TreeMap<>();
            if (layers == null) {
                return new BitTable(weightBits, null);
            }
            layers.forEach((layer, value) -> kinds.put(layer, kind(layer, value)));
            return new BitTable(weightBits, kinds);
        }

        private static LayerKind kind(String layer, Object value) {
            if (value instanceof Integer bits) {
                requirePossible(layer, bits);
                return LayerKind.dense(bits);
            }
            if (value instanceof String text) {
                return LayerKind.parse(text);
            }
            throw new InvalidInputException(Quoted.name(layer) + " is " + value
                    + "; write bits as a number, 8 or 4, or a" + " kind as text, e.g. \"8s2:4\"");
        }
    }

    /** @throws InvalidInputException naming the file and what is wrong with it; a layer that is named twice is wrong too */
    public static BitTable read(Path file) {
        JsonNode table = StrictJson.object(file, "should be a table of bits, " + FORM + ",");
        try {
            return JSON.treeToValue(table, Form.class).table();
        } catch (InvalidInputException e) {
            throw new InvalidInputException(file + " is no table of bits, " + FORM + ": " + e.getMessage(), e);
        } catch (JacksonException e) {
            String reason = e.getOriginalMessage().lines().findFirst().orElse("");
            throw new InvalidInputException(file + " is no table of bits, " + FORM + ": " + reason, e);
        }
    }

    /** Writes the file whole; makes missing folders. */
    public void write(Path file) {
        WholeFile.writeText(file, JSON.writeValueAsString(Form.of(this)) + "\n");
    }

    /** Options with these bits instead of theirs. */
    public QuantizerOptions in(QuantizerOptions options) {
        return options.withWeightBits(weightBits).withLayers(layers);
    }
}
