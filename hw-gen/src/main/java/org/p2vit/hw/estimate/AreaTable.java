// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Look-up tables and flip-flops that a part of a unit takes, by the unit's kind and the part's name. Made by {@code p2vit fit-area}
 * from reports of synthesis; {@code testbench/doc/performance.md} says how.
 */
public final class AreaTable {
    private static final String FILE = "area.csv";
    private static final String HEAD = "kind,part,lut,ff";
    private static final AreaTable FITTED = parse(resource());

    /** What one part takes. */
    public record Part(double lut, double ff) {}

    private final Map<String, Map<String, Part>> parts = new LinkedHashMap<>();

    /** The table that estimates go by. */
    public static AreaTable fitted() {
        return FITTED;
    }

    /** Reads what {@link #text} writes. */
    static AreaTable parse(String text) {
        AreaTable table = new AreaTable();
        text.lines().filter(line -> !line.equals(HEAD)).forEach(line -> {
            String[] cells = line.split(",");
            table.put(cells[0], cells[1], new Part(Double.parseDouble(cells[2]), Double.parseDouble(cells[3])));
        });
        return table;
    }

    public void put(String kind, String part, Part takes) {
        parts.computeIfAbsent(kind, none -> new LinkedHashMap<>()).put(part, takes);
    }

    /** One line for each part. */
    public String text() {
        StringBuilder text = new StringBuilder(HEAD).append('\n');
        parts.forEach((kind, all) -> all.forEach(
                (part, takes) -> text.append(String.join(",", kind, part, "" + takes.lut(), "" + takes.ff()))
                        .append('\n')));
        return text.toString();
    }

    /** The sum over a unit's parts. */
    Part of(UnitTerms unit) {
        double lut = 0;
        double ff = 0;
        for (Map.Entry<String, Long> count : unit.counts().entrySet()) {
            Part part = parts.getOrDefault(unit.kind(), Map.of()).get(count.getKey());
            if (part == null) {
                throw new IllegalStateException(
                        FILE + " does not say what a " + count.getKey() + " of " + unit.kind() + " takes");
            }
            lut += count.getValue() * part.lut();
            ff += count.getValue() * part.ff();
        }
        return new Part(lut, ff);
    }

    private static String resource() {
        try (InputStream in = AreaTable.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + FILE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
