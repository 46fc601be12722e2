// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.area;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.estimate.AreaTable.Part;
import org.p2vit.hw.estimate.UnitTerms;
import org.p2vit.testbench.results.MeasuredReport;
import tools.jackson.databind.JsonNode;

/**
 * Look-up tables and flip-flops of a machine and its units, as synthesis counted them.
 *
 * @param total of the whole machine; nothing if only some units were synthesised
 * @param units by the names of {@link UnitTerms}, those that were; what has no name there is {@link UnitTerms#CONTROL}
 */
public record MeasuredArea(AcceleratorConfig config, Part total, Map<String, Part> units) {
    private static final String COMMAND = "synth";

    /**
     * Of a report; empty if it is of another command, or does not list the units of a configuration.
     */
    public static Optional<MeasuredArea> of(MeasuredReport report) {
        String config = report.option("--config");
        if (!report.command().equals(COMMAND)
                || config.isEmpty()
                || !report.unusable().isEmpty()
                || report.option("--inside").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(of(AcceleratorConfig.load(config), report.result()));
    }

    private static MeasuredArea of(AcceleratorConfig config, JsonNode result) {
        Map<String, Part> listed = new LinkedHashMap<>();
        result.path("units")
                .values()
                .forEach(unit -> listed.put(unit.path("name").asString(), part(unit.path("use"))));
        Part total = part(result.path("total"));
        double lut = total.lut();
        double ff = total.ff();
        Map<String, Part> units = new LinkedHashMap<>();
        for (UnitTerms unit : UnitTerms.of(config)) {
            if (unit.unit().equals(UnitTerms.CONTROL)) {
                continue;
            }
            Part use = listed.get(unit.unit());
            if (use != null) {
                units.put(unit.unit(), use);
                lut -= use.lut();
                ff -= use.ff();
            }
        }
        MeasuredArea machine = new MeasuredArea(config, total, units);
        if (machine.whole()) {
            units.put(UnitTerms.CONTROL, new Part(lut, ff));
        }
        return machine;
    }

    /** Whether all of it was synthesised. */
    public boolean whole() {
        return total.lut() > 0;
    }

    private static Part part(JsonNode use) {
        return new Part(use.path("lut").asDouble(), use.path("ff").asDouble());
    }
}
