// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.p2vit.quant.InvalidInputException;

/** Strict YAML: whatever is unknown, missing, repeated, of a wrong type or illegal is refused with file, line and key, all of it at once. */
final class ConfigReader {
    private static final String SUFFIX = ".yaml";
    private static final int MOST_BYTES = 1 << 16;

    private ConfigReader() {}

    static AcceleratorConfig load(String nameOrPath) {
        if (AcceleratorConfig.NAMED.contains(nameOrPath)) {
            return parse(nameOrPath, nameOrPath + SUFFIX, resource(nameOrPath + SUFFIX));
        }
        Path file = path(nameOrPath);
        if (!Files.isRegularFile(file)) {
            throw unknown(nameOrPath, "no file of that path exists");
        }
        String fileName = file.getFileName().toString();
        if (!fileName.endsWith(SUFFIX)) {
            throw new InvalidInputException("configuration file " + nameOrPath + " must be called <name>" + SUFFIX);
        }
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new InvalidInputException(nameOrPath + ": it has " + Files.size(file)
                        + " bytes, a configuration has at most " + MOST_BYTES);
            }
            String name = fileName.substring(0, fileName.length() - SUFFIX.length());
            return parse(name, nameOrPath, decode(nameOrPath, Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new InvalidInputException(
                    "configuration file " + nameOrPath + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw unknown(
                    text,
                    "it can be no path: " + e.getReason()
                            + "; names beyond ASCII need a locale such as LC_ALL=C.UTF-8");
        }
    }

    private static InvalidInputException unknown(String nameOrPath, String why) {
        return new InvalidInputException(
                "no configuration '" + nameOrPath + "': it is none of " + AcceleratorConfig.NAMED + " and " + why);
    }

    /** The text of a file in UTF-8; the parser passes over a byte order mark. */
    private static String decode(String source, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(source + ": its text is not UTF-8; save it in that encoding", e);
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
        FaultList faults = new FaultList(source);
        YamlNode.Keys keys = YamlText.parse(text, faults);
        AcceleratorConfig config = keys == null ? null : new ConfigKeys(keys, name, faults).read();
        if (!faults.isEmpty()) {
            throw faults.refusal();
        }
        return config;
    }
}
