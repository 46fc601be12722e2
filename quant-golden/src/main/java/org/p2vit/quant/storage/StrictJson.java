// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.p2vit.quant.InvalidInputException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON that somebody else wrote: a key that is there twice, or anything behind the value, is refused, as no reader could say what counts. */
public final class StrictJson {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StrictJson() {}

    /**
     * Reads a JSON object.
     *
     * @param what what the file is for, such as {@code "stands beside the checkpoint"}
     * @throws InvalidInputException naming the file, if it cannot be read or is no JSON object
     */
    public static JsonNode object(Path file, String what) {
        JsonNode root;
        try {
            root = parse(BoundedFile.read(file, BoundedFile.TEXT_BYTES));
        } catch (IOException e) {
            throw new InvalidInputException(file + " " + what + " and cannot be read: " + e.getMessage() + ".", e);
        } catch (JacksonException e) {
            throw new InvalidInputException(
                    file + " " + what + " and is no JSON: " + place(e) + "; mend it or move it away.", e);
        }
        if (!root.isObject()) {
            throw new InvalidInputException(
                    file + " " + what + " and is no JSON object {\"key\": value, …}; mend it or move it away.");
        }
        return root;
    }

    /** @throws JacksonException if the bytes are no JSON, or more than that */
    public static JsonNode parse(byte[] json) {
        return STRICT.readTree(json);
    }

    /**
     * Reads an object member by member, so that one with a million members costs the memory of its greatest.
     *
     * @return false if the value is no object; then nothing was read
     * @throws JacksonException as {@link #parse}
     */
    public static boolean members(byte[] json, BiConsumer<String, JsonNode> member) {
        try (JsonParser parser = STRICT.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                parse(json);
                return false;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                member.accept(name, parser.readValueAsTree());
            }
            if (parser.nextToken() != null) {
                throw new StreamReadException(parser, "Trailing token behind the object");
            }
            return true;
        }
    }

    /** What is wrong and in which line, in one line. */
    private static String place(JacksonException e) {
        String problem = e.getOriginalMessage().replaceAll("\\s+", " ");
        return e.getLocation() == null
                ? problem
                : problem + " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }
}
