// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.p2vit.quant.InvalidInputException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Strict YAML: unknown, missing and repeated keys, wrong types and illegal values are refused with their key. */
final class ConfigReader {
    private static final String SUFFIX = ".yaml";
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    private ConfigReader() {}

    static AcceleratorConfig load(String nameOrPath) {
        if (AcceleratorConfig.NAMED.contains(nameOrPath)) {
            return parse(nameOrPath, nameOrPath + SUFFIX, resource(nameOrPath + SUFFIX));
        }
        Path file = Path.of(nameOrPath);
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException("no configuration '" + nameOrPath + "': it is none of "
                    + AcceleratorConfig.NAMED + " and no file of that path exists");
        }
        String fileName = file.getFileName().toString();
        Field.require(fileName.endsWith(SUFFIX), "configuration file %s must be called <name>%s", nameOrPath, SUFFIX);
        try {
            String name = fileName.substring(0, fileName.length() - SUFFIX.length());
            return parse(name, nameOrPath, Files.readString(file));
        } catch (IOException e) {
            throw new InvalidInputException(
                    "configuration file " + nameOrPath + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String resource(String fileName) {
        try (InputStream stream = ConfigReader.class.getResourceAsStream("/configs/" + fileName)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static AcceleratorConfig parse(String name, String source, String text) {
        try {
            JsonNode tree = YAML.readTree(text);
            if (!(tree instanceof ObjectNode keys)) {
                throw new InvalidInputException(source + ": it holds no keys");
            }
            Field.require(!keys.has("name"), "%s: unknown key 'name' (the file name is the name)", source);
            keys.put("name", name);
            checkKeys(source, "", keys, AcceleratorConfig.class);
            return YAML.treeToValue(keys, AcceleratorConfig.class);
        } catch (JacksonException e) {
            throw new InvalidInputException(source + ": " + explain(e), e);
        }
    }

    /** Every component of the record is a key and every key a component, at every level. */
    private static void checkKeys(String source, String path, JsonNode node, Class<?> type) {
        if (!type.isRecord() || !node.isObject()) {
            return; // a value; its type is Jackson's to check
        }
        Map<String, Class<?>> components = new TreeMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            components.put(component.getName(), component.getType());
        }
        for (String key : node.propertyNames()) {
            Field.require(
                    components.containsKey(key),
                    "%s: unknown key '%s%s' (known here: %s)",
                    source,
                    path,
                    key,
                    String.join(", ", components.keySet()));
        }
        components.forEach((key, component) -> {
            JsonNode value = node.get(key);
            Field.require(value != null && !value.isNull(), "%s: missing key '%s%s'", source, path, key);
            checkKeys(source, path + key + ".", value, component);
        });
    }

    private static String explain(JacksonException error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidInputException refusal) {
                return refusal.getMessage();
            }
        }
        String sentence = error.getOriginalMessage().lines().findFirst().orElse("");
        if (error instanceof DatabindException mismatch && !mismatch.getPath().isEmpty()) {
            return "key '" + path(mismatch) + "': " + sentence;
        }
        int line = error.getLocation() == null ? -1 : error.getLocation().getLineNr();
        return (line > 0 ? "line " + line + ": " : "") + sentence;
    }

    private static String path(DatabindException error) {
        return error.getPath().stream()
                .map(JacksonException.Reference::getPropertyName)
                .collect(Collectors.joining("."));
    }
}
