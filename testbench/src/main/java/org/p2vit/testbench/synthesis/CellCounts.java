// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.synthesis;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The cells of a hierarchical netlist, as yosys's {@code stat -json} counts them: per module, children as cells. */
final class CellCounts {
    /** Yosys 0.23 leaves a comma after the last module. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_TRAILING_COMMA).build();

    private final Map<String, Map<String, Long>> cellsByModule = new HashMap<>();
    private final Map<String, ResourceUse> totals = new HashMap<>();

    private CellCounts() {}

    static CellCounts read(Path statistics) {
        CellCounts counts = new CellCounts();
        JsonNode modules = JSON.readTree(statistics.toFile()).path("modules");
        modules.forEachEntry((module, entry) -> {
            Map<String, Long> cells = new LinkedHashMap<>();
            entry.path("num_cells_by_type").forEachEntry((cell, count) -> cells.put(plain(cell), count.asLong()));
            counts.cellsByModule.put(plain(module), cells);
        });
        return counts;
    }

    /** A module with everything below it. */
    ResourceUse total(String module) {
        ResourceUse known = totals.get(module);
        if (known == null) {
            known = ResourceUse.NONE;
            for (Map.Entry<String, Long> cell : cellsByModule.get(module).entrySet()) {
                ResourceUse one = cellsByModule.containsKey(cell.getKey())
                        ? total(cell.getKey())
                        : ResourceUse.ofPrimitive(cell.getKey());
                known = known.plus(one.times(cell.getValue()));
            }
            totals.put(module, known);
        }
        return known;
    }

    /** Whether the netlist has a module of this name, and not a primitive. */
    boolean hasModule(String name) {
        return cellsByModule.containsKey(name);
    }

    /** Yosys marks names that come from the source by a backslash. */
    private static String plain(String name) {
        return name.startsWith("\\") ? name.substring(1) : name;
    }
}
