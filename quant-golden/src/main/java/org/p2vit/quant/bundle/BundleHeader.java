// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.bundle;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.Activation;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.Readout;
import org.p2vit.quant.model.Sparsity;
import org.p2vit.quant.model.VitShape;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON part of a bundle: shape, text and the table of arrays. It holds no fractions, so its bytes are the same on
 * every platform. What {@link #parse} takes need not be in canonical form; {@link CanonicalForm} sees to that.
 *
 * @param preprocess the text of {@link org.p2vit.quant.model.InputCoding#preprocess()}
 * @param labels class names or empty
 * @param arrays in the order of the file
 */
record BundleHeader(
        VitShape shape, AttentionCoding attention, String preprocess, List<String> labels, List<Entry> arrays) {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // Spellings that bundle.md fixes, whatever the library's defaults become.
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .disable(JsonWriteFeature.ESCAPE_NON_ASCII, JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
            .build();
    private static final List<String> SHAPE_FIELDS = List.of(
            "imageHeight",
            "imageWidth",
            "channels",
            "patch",
            "dim",
            "depth",
            "heads",
            "mlpDim",
            "classes",
            "classTokens",
            "registers");
    private static final List<String> FIELDS =
            List.of("shape", "readout", "activation", "attention", "preprocess", "labels", "arrays");
    private static final String SPARSITY = "sparsity";
    private static final List<String> ENTRY_FIELDS = List.of("name", "type", "count");
    private static final List<String> SPARSE_ENTRY_FIELDS = List.of("name", "type", "count", SPARSITY);
    /** Names of arrays are safe to print. */
    private static final Pattern ARRAY_NAME = Pattern.compile("[a-z0-9_.]{1,64}");

    /**
     * One array of the payload.
     *
     * @param sparsity of weights; other arrays are dense
     */
    record Entry(String name, ElementKind kind, int count, Sparsity sparsity) {
        Entry(String name, ElementKind kind, int count) {
            this(name, kind, count, Sparsity.DENSE);
        }

        long bytes() {
            return kind.bytes(count);
        }
    }

    /** @throws InvalidInputException if the shape is outside the contract */
    BundleHeader {
        QuantizedVit.requireWithinContract(shape);
        labels = List.copyOf(labels);
        arrays = List.copyOf(arrays);
    }

    /** The canonical form. */
    byte[] toJson() {
        ObjectNode root = STRICT.createObjectNode();
        int[] sizes = {
            shape.imageHeight(),
            shape.imageWidth(),
            shape.channels(),
            shape.patch(),
            shape.dim(),
            shape.depth(),
            shape.heads(),
            shape.mlpDim(),
            shape.classes(),
            shape.classTokens(),
            shape.registers()
        };
        ObjectNode shapeNode = root.putObject("shape");
        for (int i = 0; i < sizes.length; i++) {
            shapeNode.put(SHAPE_FIELDS.get(i), sizes[i]);
        }
        root.put("readout", shape.readout().label());
        root.put("activation", shape.activation().label());
        root.put("attention", attention.label());
        root.put("preprocess", preprocess);
        ArrayNode labelNodes = root.putArray("labels");
        labels.forEach(labelNodes::add);
        ArrayNode arrayNodes = root.putArray("arrays");
        for (Entry entry : arrays) {
            ObjectNode array = arrayNodes
                    .addObject()
                    .put("name", entry.name())
                    .put("type", entry.kind().label())
                    .put("count", entry.count());
            if (entry.sparsity() != Sparsity.DENSE) {
                array.put(SPARSITY, entry.sparsity().label());
            }
        }
        return STRICT.writeValueAsBytes(root);
    }

    /** @throws InvalidInputException if anything is missing, unknown, of another type or repeated */
    static BundleHeader parse(byte[] json) {
        JsonNode root;
        try {
            root = STRICT.readTree(text(json));
        } catch (JacksonException e) {
            throw new InvalidInputException("the header is not valid JSON: " + e.getOriginalMessage(), e);
        }
        requireFields("the header", root, FIELDS);
        JsonNode shapeNode = root.get("shape");
        requireFields("shape", shapeNode, SHAPE_FIELDS);
        int[] s = SHAPE_FIELDS.stream()
                .mapToInt(field -> number(shapeNode, field))
                .toArray();
        Readout readout = Readout.ofLabel(text("readout", root.get("readout")));
        Activation activation = Activation.ofLabel(text("activation", root.get("activation")));
        VitShape shape =
                new VitShape(s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8], s[9], s[10], readout, activation);
        List<String> labels = new ArrayList<>();
        for (JsonNode label : elements(root, "labels")) {
            labels.add(text("a label", label));
        }
        AttentionCoding attention = AttentionCoding.ofLabel(text("attention", root.get("attention")));
        return new BundleHeader(shape, attention, text("preprocess", root.get("preprocess")), labels, entries(root));
    }

    /** A parser that is given bytes would guess their coding and mend it. */
    private static String text(byte[] json) {
        for (int i = 0; i < json.length; i++) {
            if (json[i] == 0) {
                throw new InvalidInputException(
                        "the header is no UTF-8 text: its byte " + i + " is 0, as bytes of UTF-16 and UTF-32 are");
            }
        }
        ByteBuffer bytes = ByteBuffer.wrap(json);
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(bytes);
            return text.toString();
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(
                    "the header is not UTF-8: its byte " + bytes.position() + " is 0x"
                            + Integer.toHexString(json[bytes.position()] & 255) + ", which begins no character there",
                    e);
        }
    }

    private static List<Entry> entries(JsonNode root) {
        List<Entry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode node : elements(root, "arrays")) {
            requireFields("an array", node, node.has(SPARSITY) ? SPARSE_ENTRY_FIELDS : ENTRY_FIELDS);
            String name = text("name", node.get("name"));
            if (!ARRAY_NAME.matcher(name).matches()) {
                throw new InvalidInputException("an array is called " + node.get("name") + "; no network has it");
            }
            JsonNode type = node.get("type");
            ElementKind kind = ElementKind.ofLabel(text("type", type))
                    .orElseThrow(() -> new InvalidInputException("array " + name + " has the unknown type " + type));
            int count = number(node, "count");
            if (count < 0) {
                throw new InvalidInputException("array " + name + " has " + count + " elements");
            }
            if (!names.add(name)) {
                throw new InvalidInputException("array " + name + " is listed twice");
            }
            entries.add(new Entry(name, kind, count, sparsity(name, node.get(SPARSITY))));
        }
        return entries;
    }

    private static Sparsity sparsity(String array, JsonNode node) {
        return node == null
                ? Sparsity.DENSE
                : Sparsity.ofLabel(text(SPARSITY, node))
                        .orElseThrow(() -> new InvalidInputException("array " + array + " has the unknown sparsity "
                                + node + "; known are " + Sparsity.labels()));
    }

    private static void requireFields(String what, JsonNode node, List<String> fields) {
        if (!node.isObject()) {
            throw new InvalidInputException(what + " is not a JSON object");
        }
        for (String field : fields) {
            if (!node.has(field)) {
                throw new InvalidInputException(what + " has no field " + field);
            }
        }
        for (String field : node.propertyNames()) {
            if (!fields.contains(field)) {
                throw new InvalidInputException(what + " has the unknown field " + STRICT.writeValueAsString(field));
            }
        }
    }

    private static JsonNode elements(JsonNode root, String field) {
        JsonNode node = root.get(field);
        if (!node.isArray()) {
            throw new InvalidInputException(field + " is not a JSON array");
        }
        return node;
    }

    private static int number(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new InvalidInputException(field + " is " + value + ", not a whole number of 32 bits");
        }
        return value.intValue();
    }

    private static String text(String what, JsonNode node) {
        if (!node.isString()) {
            throw new InvalidInputException(what + " is " + node + ", not text");
        }
        return node.stringValue();
    }
}
