// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fuzz;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.p2vit.quant.InvalidInputException;

/** The fields of a case as it is written: {@code key=value} with a blank between them, lists with commas. */
final class CaseLine {
    private final Map<String, String> values = new LinkedHashMap<>();

    /** @throws InvalidInputException naming the first word that is no field, or a key that is there twice */
    static CaseLine parse(String line) {
        CaseLine parsed = new CaseLine();
        for (String word : line.strip().split("\\s+")) {
            int at = word.indexOf('=');
            if (at < 1) {
                throw new InvalidInputException("a case is a line of key=value, but '" + word + "' is none");
            }
            String key = word.substring(0, at);
            if (parsed.values.put(key, word.substring(at + 1)) != null) {
                throw new InvalidInputException("the case has '" + key + "' twice");
            }
        }
        return parsed;
    }

    CaseLine put(String key, Object... parts) {
        values.put(key, Stream.of(parts).map(CaseLine::word).collect(Collectors.joining(",")));
        return this;
    }

    private static String word(Object part) {
        return part instanceof Enum<?> name ? name.name().toLowerCase(Locale.ROOT) : part.toString();
    }

    /** The value of a key, which then counts as read. */
    String take(String key) {
        String value = values.remove(key);
        if (value == null) {
            throw new InvalidInputException("the case lacks '" + key + "'");
        }
        return value;
    }

    /** The value of a key, or another one where the line lacks it. */
    String take(String key, String otherwise) {
        return values.containsKey(key) ? take(key) : otherwise;
    }

    /** A list of as many parts as there have to be. */
    List<String> takeParts(String key, int count) {
        List<String> parts = List.of(take(key).split(",", -1));
        if (parts.size() != count) {
            throw new InvalidInputException(
                    String.format(Locale.ROOT, "'%s' of the case has %d parts, it takes %d", key, parts.size(), count));
        }
        return parts;
    }

    int takeNumber(String key) {
        return number(key, take(key));
    }

    static int number(String key, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException no) {
            throw notPossible(key, text, "a whole number");
        }
    }

    long takeLong(String key) {
        String text = take(key);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException no) {
            throw notPossible(key, text, "a whole number");
        }
    }

    static <E extends Enum<E>> E constant(String key, String text, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (word(constant).equals(text)) {
                return constant;
            }
        }
        String known = Stream.of(type.getEnumConstants()).map(CaseLine::word).collect(Collectors.joining(", "));
        throw notPossible(key, text, known);
    }

    private static InvalidInputException notPossible(String key, String text, String possible) {
        return new InvalidInputException("'" + key + "' of the case has '" + text + "'; possible: " + possible);
    }

    /** @throws InvalidInputException naming a field that nobody has read */
    void end() {
        if (!values.isEmpty()) {
            throw new InvalidInputException(
                    "the case has an unknown '" + values.keySet().iterator().next() + "'");
        }
    }

    /** All fields in the order in which they were put. */
    String text() {
        return values.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining(" "));
    }
}
