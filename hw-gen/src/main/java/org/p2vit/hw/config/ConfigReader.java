// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.p2vit.quant.InvalidInputException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Strict YAML: unknown, missing and repeated keys, wrong types and illegal values are refused with their key. */
final class ConfigReader {
    private static final String ATTENTION = "attention";
    private static final String SUFFIX = ".yaml";
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
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
                throw new InvalidInputException("it holds no keys");
            }
            ConfigKeys.check("", keys, AcceleratorConfig.class);
            if (!keys.has(ATTENTION)) {
                keys.put(ATTENTION, AttentionKind.SHIFT.label());
            }
            return YAML.treeToValue(keys.put("name", name), AcceleratorConfig.class);
        } catch (InvalidInputException e) {
            throw new InvalidInputException(source + ": " + e.getMessage(), e);
        } catch (JacksonException e) {
            throw new InvalidInputException(source + ": " + explain(e), e);
        }
    }

    private static String explain(JacksonException error) {
        if (error.getCause() instanceof InvalidInputException refusal) {
            return refusal.getMessage(); // a record refused its values
        }
        int line = error.getLocation() == null ? -1 : error.getLocation().getLineNr();
        String sentence = error.getOriginalMessage().lines().findFirst().orElse("not readable as YAML");
        return (line > 0 ? "line " + line + ": " : "") + sentence;
    }
}
