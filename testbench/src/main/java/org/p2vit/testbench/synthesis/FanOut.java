// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.synthesis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * How many inputs each net of a flattened netlist drives, clocks and resets not counted, inverted or not: those have trees of their own. The file, as yosys'
 * {@code json} leaves it, may have hundreds of megabytes, so it is read as a stream.
 */
final class FanOut {
    private static final Set<String> TREES =
            Set.of("C", "CLK", "WCLK", "CLKARDCLK", "CLKBWRCLK", "R", "S", "CLR", "PRE", "RSTRAMARSTRAM");

    private static final String INPUT = "input";
    private static final String INVERTER = "INV";

    /** Output and input of each. */
    private final Map<Integer, Integer> inverters = new HashMap<>();

    private final Map<Integer, Integer> loads = new HashMap<>();
    private final Map<Integer, String> names = new HashMap<>();

    private FanOut() {}

    /**
     * The nets with the most loads.
     *
     * @param count at most so many
     */
    static List<WideNet> widest(Path json, String top, int count) throws IOException {
        FanOut fanOut = new FanOut();
        try (InputStream in = Files.newInputStream(json);
                JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), in)) {
            parser.nextToken();
            fanOut.fields(parser, "modules", modules -> fanOut.fields(modules, top, module -> fanOut.module(module)));
        }
        fanOut.inverters.forEach((output, input) -> {
            if (fanOut.loads.containsKey(output)) {
                fanOut.loads.merge(input, 1, Integer::sum);
            }
        });
        return fanOut.loads.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(count)
                .map(net -> new WideNet(fanOut.names.getOrDefault(net.getKey(), "?"), net.getValue()))
                .toList();
    }

    private interface Reader {
        void read(JsonParser parser);
    }

    /** Reads the value of one field of the object that begins here, and passes over the others. */
    private void fields(JsonParser parser, String wanted, Reader reader) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals(wanted)) {
                reader.read(parser);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void module(JsonParser parser) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String part = parser.currentName();
            parser.nextToken();
            boolean cells = part.equals("cells");
            if (!cells && !part.equals("netnames")) {
                parser.skipChildren();
                continue;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (cells) {
                    cell(parser);
                } else {
                    fields(parser, "bits", bits -> name(name, bits));
                }
            }
        }
    }

    /** Directions of pins stand before their connections. */
    private void cell(JsonParser parser) {
        Map<String, String> directions = new HashMap<>();
        boolean inverter = false;
        Map<String, Integer> ends = new HashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String part = parser.currentName();
            parser.nextToken();
            if (part.equals("type")) {
                inverter = parser.getString().equals(INVERTER);
            } else if (part.equals("port_directions")) {
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String pin = parser.currentName();
                    parser.nextToken();
                    directions.put(pin, parser.getString());
                }
            } else if (part.equals("connections")) {
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String pin = parser.currentName();
                    parser.nextToken();
                    boolean counted = !inverter && INPUT.equals(directions.get(pin)) && !TREES.contains(pin);
                    // A constant is a text.
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                            ends.put(directions.get(pin), parser.getIntValue());
                            if (counted) {
                                loads.merge(parser.getIntValue(), 1, Integer::sum);
                            }
                        }
                    }
                }
            } else {
                parser.skipChildren();
            }
        }
        // Whether it is one of a reset is known when all cells are.
        if (inverter && ends.containsKey(INPUT) && ends.size() > 1) {
            inverters.put(ends.get("output"), ends.get(INPUT));
        }
    }

    private void name(String name, JsonParser bits) {
        int index = 0;
        while (bits.nextToken() != JsonToken.END_ARRAY) {
            if (bits.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                String full = name + "[" + index + "]";
                // The shortest name is the one that a person gave.
                names.merge(bits.getIntValue(), full, (a, b) -> a.length() <= b.length() ? a : b);
            }
            index++;
        }
    }
}
