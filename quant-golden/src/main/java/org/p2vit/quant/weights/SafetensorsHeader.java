// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.Quoted;
import org.p2vit.quant.storage.StrictJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The checked header of a safetensors file: which tensor lies where.
 *
 * <p>A safetensors file is an 8-byte little-endian header length, a JSON object, and the tensor bytes. Nothing in the
 * header is believed: names are unique, every type is known, {@code product(shape) * bytes} equals the extent of the
 * offsets without overflow, and the tensors fill the data section exactly, with no gap, overlap or trailing byte.
 *
 * @param tensors entries in the order of the file's header
 * @param metadata the text under {@code __metadata__}
 */
record SafetensorsHeader(Map<String, Entry> tensors, Map<String, String> metadata) {
    private static final String METADATA = "__metadata__";

    /**
     * One tensor.
     *
     * @param begin first byte, counted from the start of the data section
     * @param end byte after the last
     */
    record Entry(ElementType type, List<Long> shape, long begin, long end) {
        long elements() {
            return (end - begin) / type.bytes();
        }
    }

    /**
     * Parses and checks the JSON of a header.
     *
     * @param source the file, for messages
     * @param json the header's bytes
     * @param dataBytes length of the data section behind the header
     * @throws InvalidInputException naming the file, the tensor and what is wrong with it
     */
    static SafetensorsHeader parse(String source, byte[] json, long dataBytes) {
        Map<String, Entry> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        boolean object;
        try {
            object = StrictJson.members(json, (name, node) -> {
                if (name.equals(METADATA)) {
                    readMetadata(source, node, metadata);
                } else {
                    tensors.put(name, entry(source, name, node));
                }
            });
        } catch (JacksonException e) {
            throw new InvalidInputException(
                    source + ": the safetensors header is not valid JSON: " + e.getOriginalMessage() + ".", e);
        }
        if (!object) {
            throw new InvalidInputException(source + ": the safetensors header is not a JSON object.");
        }
        checkLayout(source, tensors, dataBytes);
        return new SafetensorsHeader(Collections.unmodifiableMap(tensors), Collections.unmodifiableMap(metadata));
    }

    private static void readMetadata(String source, JsonNode node, Map<String, String> metadata) {
        check(node.isObject(), source, METADATA, "is not a JSON object");
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            check(property.getValue().isString(), source, METADATA, "has a value that is not text: " + property);
            metadata.put(property.getKey(), property.getValue().stringValue());
        }
    }

    private static Entry entry(String source, String name, JsonNode node) {
        check(node.isObject(), source, name, "is not described by a JSON object");
        ElementType type = elementType(source, name, node.path("dtype"));
        List<Long> shape = counts(source, name, "shape", node.path("shape"));
        List<Long> offsets = counts(source, name, "data_offsets", node.path("data_offsets"));
        check(offsets.size() == 2, source, name, "has " + offsets.size() + " data_offsets instead of begin and end");
        long begin = offsets.get(0);
        long end = offsets.get(1);
        check(begin <= end, source, name, "ends at byte " + end + ", before its begin " + begin);
        long needed = type.bytes();
        for (long extent : shape) {
            try {
                needed = Math.multiplyExact(needed, extent);
            } catch (ArithmeticException e) {
                check(false, source, name, "has the shape " + shape + ", whose size overflows 64 bits");
            }
        }
        String extent = "spans " + (end - begin) + " bytes, but " + type + " of shape " + shape + " takes " + needed;
        check(end - begin == needed, source, name, extent);
        return new Entry(type, shape, begin, end);
    }

    private static ElementType elementType(String source, String name, JsonNode node) {
        check(node.isString(), source, name, "has no dtype");
        for (ElementType type : ElementType.values()) {
            if (type.name().equals(node.stringValue())) {
                return type;
            }
        }
        throw broken(source, name, "has the unknown dtype " + Quoted.name(node.stringValue()));
    }

    private static List<Long> counts(String source, String name, String field, JsonNode node) {
        check(node.isArray(), source, name, "has no array \"" + field + "\"");
        List<Long> counts = new ArrayList<>();
        for (JsonNode item : node) {
            boolean isCount = item.isIntegralNumber() && item.canConvertToLong() && item.longValue() >= 0;
            check(isCount, source, name, "has a \"" + field + "\" that is not made of non-negative integers: " + node);
            counts.add(item.longValue());
        }
        return List.copyOf(counts);
    }

    private static void checkLayout(String source, Map<String, Entry> tensors, long dataBytes) {
        List<Map.Entry<String, Entry>> ordered = new ArrayList<>(tensors.entrySet());
        ordered.sort(Comparator.comparingLong(
                        (Map.Entry<String, Entry> e) -> e.getValue().begin())
                .thenComparingLong(e -> e.getValue().end()));
        long filled = 0;
        for (Map.Entry<String, Entry> placed : ordered) {
            Entry entry = placed.getValue();
            check(entry.begin() >= filled, source, placed.getKey(), "overlaps the tensor before it");
            check(entry.begin() == filled, source, placed.getKey(), "follows a gap at byte " + filled);
            String outside = "ends at byte " + entry.end() + " of a data section of " + dataBytes + " bytes";
            check(entry.end() <= dataBytes, source, placed.getKey(), outside);
            filled = entry.end();
        }
        if (filled != dataBytes) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "%s: the tensors fill %d bytes, but %d follow the header; the file is damaged or has trailing bytes.",
                    source,
                    filled,
                    dataBytes));
        }
    }

    private static void check(boolean holds, String source, String name, String problem) {
        if (!holds) {
            throw broken(source, name, problem);
        }
    }

    private static InvalidInputException broken(String source, String name, String problem) {
        return new InvalidInputException(source + ": the header entry " + Quoted.name(name) + " " + problem + ".");
    }
}
