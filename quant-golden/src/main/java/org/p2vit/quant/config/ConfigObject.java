// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.Quoted;
import tools.jackson.databind.JsonNode;

/**
 * An object of a configuration file. A value that is null counts as not stated; one of another kind than its key has is an
 * error that names file, key and value.
 *
 * @param inside what stands before its keys in a message, such as {@code model_args.}
 */
public record ConfigObject(Path file, String inside, JsonNode node) {
    private static final int GREATEST = 1 << 20;
    private static final int SHOWN = 100;

    /** Whether a key has a value. */
    public boolean has(String key) {
        return node.has(key) && !node.get(key).isNull();
    }

    /** The keys that have one, in the order of the file. */
    public List<String> keys() {
        return node.propertyNames().stream().filter(this::has).toList();
    }

    /** A nested object; an empty one if there is none. */
    public ConfigObject object(String key) {
        if (has(key) && !node.get(key).isObject()) {
            throw wrong(key, "an object {…} is expected");
        }
        return new ConfigObject(file, inside + key + ".", node.path(key));
    }

    /** File, key and value, as the beginning of a sentence. */
    public String says(String key) {
        String value = node.path(key).toString();
        int cut = Math.min(value.length(), SHOWN);
        return file + " says " + Quoted.name(inside + key) + ": " + printable(value.substring(0, cut))
                + (cut < value.length() ? "…" : "");
    }

    /** A refusal of a value that is not as {@code expected}. */
    public InvalidInputException wrong(String key, String expected) {
        return new InvalidInputException(says(key) + "; " + expected + ".");
    }

    /** A whole number from 1. */
    Optional<Statement> count(Fact fact, String key) {
        return has(key) ? Optional.of(Statement.of(fact, count(key, node.get(key)), says(key))) : Optional.empty();
    }

    /** As {@link #count(Fact, String)}, of something that a network may also have none of. */
    Optional<Statement> countOrNone(Fact fact, String key) {
        return RefusedKeys.isNone(this, key) ? Optional.of(Statement.of(fact, 0, says(key))) : count(fact, key);
    }

    /** A number above 0, in the form that {@link Double#toString(double)} gives it. */
    Optional<Statement> positive(Fact fact, String key) {
        return positive(key).map(value -> new Statement(fact, Double.toString(value), says(key)));
    }

    Optional<Statement> flag(Fact fact, String key) {
        return flag(key).map(value -> new Statement(fact, Boolean.toString(value), says(key)));
    }

    /** One side for both, [height, width] or {"height": …, "width": …}; as {@code HEIGHTxWIDTH}. */
    Optional<Statement> size(Fact fact, String key) {
        return sides(key).map(sides -> new Statement(fact, sides.get(0) + "x" + sides.get(1), says(key)));
    }

    /** As {@link #size}, both sides the same. */
    Optional<Statement> square(Fact fact, String key) {
        return sides(key).map(sides -> {
            if (!sides.get(0).equals(sides.get(1))) {
                throw wrong(key, "only square patches are supported");
            }
            return Statement.of(fact, sides.get(0), says(key));
        });
    }

    /** [channels, height, width]. */
    List<Statement> volume(String key) {
        if (!has(key)) {
            return List.of();
        }
        JsonNode value = node.get(key);
        if (!value.isArray() || value.size() != 3) {
            throw wrong(key, "[channels, height, width] is expected");
        }
        String sides = count(key, value.get(1)) + "x" + count(key, value.get(2));
        return List.of(
                Statement.of(Fact.CHANNELS, count(key, value.get(0)), says(key)),
                new Statement(Fact.IMAGE_SIZE, sides, says(key)));
    }

    /** A text. */
    public Optional<String> text(String key) {
        if (has(key) && !node.get(key).isString()) {
            throw wrong(key, "a text is expected");
        }
        return has(key) ? Optional.of(node.get(key).stringValue()) : Optional.empty();
    }

    /** Yes or no. */
    public Optional<Boolean> flag(String key) {
        if (has(key) && !node.get(key).isBoolean()) {
            throw wrong(key, "true or false is expected");
        }
        return has(key) ? Optional.of(node.get(key).booleanValue()) : Optional.empty();
    }

    /** A number above 0. */
    public Optional<Double> positive(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        double value = node.get(key).isNumber() ? node.get(key).asDouble() : Double.NaN;
        if (!(value > 0) || Double.isInfinite(value)) {
            throw wrong(key, "a number above 0 is expected");
        }
        return Optional.of(value);
    }

    private Optional<List<Integer>> sides(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        JsonNode value = node.get(key);
        List<Integer> sides = new ArrayList<>();
        if (value.isArray() && value.size() <= 2) {
            value.forEach(side -> sides.add(count(key, side)));
        } else if (value.isObject()) {
            sides.add(count(key, value.path("height")));
            sides.add(count(key, value.path("width")));
        } else {
            sides.add(count(key, value));
        }
        if (sides.isEmpty()) {
            throw wrong(key, "one side or [height, width] is expected");
        }
        return Optional.of(List.of(sides.get(0), sides.get(sides.size() - 1)));
    }

    private int count(String key, JsonNode value) {
        boolean fits = value.isIntegralNumber() && value.canConvertToInt() && value.intValue() <= GREATEST;
        if (!fits || value.intValue() < 1) {
            throw wrong(key, "a whole number from 1 to " + GREATEST + " is expected");
        }
        return value.intValue();
    }

    private static String printable(String json) {
        return json.replaceAll("\\p{Cntrl}", " ");
    }
}
