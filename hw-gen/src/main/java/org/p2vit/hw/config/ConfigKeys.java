// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Compares the keys of a file with the components of the records they become: names, presence and types. Some keys may be left
 * out; whether they must is for the records to say.
 */
final class ConfigKeys {
    private static final Set<String> OPTIONAL = Set.of("attention", "buffers.value", "buffers.code");

    private ConfigKeys() {}

    /**
     * Checks that every component of {@code type} is a key of {@code node}, of its type, and every key a component.
     *
     * @param path keys that led to {@code node}, each followed by a dot
     * @throws org.p2vit.quant.InvalidInputException naming the first key that is wrong
     */
    static void check(String path, JsonNode node, Class<?> type) {
        Map<String, Class<?>> components = new TreeMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            components.put(component.getName(), component.getType());
        }
        if (type == AcceleratorConfig.class) {
            components.remove("name"); // the file name gives it
        }
        for (String key : node.propertyNames()) {
            Field.require(
                    components.containsKey(key),
                    "unknown key '%s%s' (known here: %s)",
                    path,
                    key,
                    String.join(", ", components.keySet()));
        }
        components.forEach((key, component) -> {
            JsonNode value = node.get(key);
            if (value != null || !OPTIONAL.contains(path + key)) {
                Field.require(value != null && !value.isNull(), "missing key '%s%s'", path, key);
                checkValue(path + key, value, component);
            }
        });
    }

    private static void checkValue(String path, JsonNode value, Class<?> type) {
        if (type.isRecord()) {
            Field.require(value.isObject(), "%s is %s, it must hold keys", path, value);
            check(path + ".", value, type);
        } else if (type == int.class) {
            Field.require(
                    value.isIntegralNumber() && value.canConvertToInt(),
                    "%s is %s, it must be a whole number",
                    path,
                    value);
        } else if (type.isEnum()) {
            String known = Arrays.stream(type.getEnumConstants())
                    .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
            boolean legal = value.isString()
                    && Arrays.stream(type.getEnumConstants())
                            .anyMatch(constant -> constant.toString().equalsIgnoreCase(value.asString()));
            Field.require(legal, "%s is %s, allowed is: %s", path, value, known);
        } else {
            Field.require(value.isString(), "%s is %s, it must be a text", path, value);
        }
    }
}
