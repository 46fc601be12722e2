// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.results;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** Rows of {@code bench} and {@code estimate}. */
final class CycleRows {
    private CycleRows() {}

    static void bench(MeasuredReport report, ReportRows.Sink sink) {
        JsonNode result = report.result();
        result.path("rows").values().forEach(row -> sink.row(ResultTable.CYCLES, cycles(report, row)));
        result.path("int4").values().forEach(row -> sink.row(ResultTable.FEWER_BITS, fewerBits(report, row)));
        JsonNode overlaps = result.path("ablation");
        overlaps.values().forEach(row -> sink.row(ResultTable.OVERLAP, overlap(report, row, overlaps)));
    }

    private static ResultRow cycles(MeasuredReport report, JsonNode row) {
        return of(
                report,
                row,
                "cycles",
                Figures.count(row.path("cycles").asLong()),
                "predicted",
                Figures.count(row.path("predictedCycles").asLong()),
                "utilisation",
                Figures.percent(row.path("utilisation")),
                "with shift lanes",
                Figures.percent(row.path("utilisationWithShiftLanes")),
                "array busy",
                Figures.percent(row.path("matMulBusy")),
                "MHz",
                row.path("clockMhz").asString(),
                "FPS",
                Figures.threeDigits(row.path("framesPerSecond")),
                "GOPS/DSP",
                Figures.threeDigits(row.path("gopsPerDsp")),
                "MAC/DSP/cycle",
                Figures.threeDigits(row.path("macsPerDspPerCycle")));
    }

    private static ResultRow fewerBits(MeasuredReport report, JsonNode row) {
        return of(
                report,
                row,
                "cycles",
                Figures.count(row.path("cycles").asLong()),
                "gain",
                Figures.times(row.path("gain").asDouble()),
                "utilisation",
                Figures.percent(row.path("utilisation")),
                "gain of these layers",
                Figures.times(row.path("layersGain").asDouble()),
                "of their peak",
                Figures.percent(row.path("layersUtilisation")));
    }

    /** The last form has all overlap. */
    private static ResultRow overlap(MeasuredReport report, JsonNode row, JsonNode all) {
        double full = all.get(all.size() - 1).path("cycles").asDouble();
        return ReportRows.row(
                report,
                "network",
                row.path("model").asString(),
                "configuration",
                row.path("config").asString(),
                "overlap",
                row.path("overlap").asString(),
                "cycles",
                Figures.count(row.path("cycles").asLong()),
                "relative",
                Figures.times(row.path("cycles").asDouble() / full));
    }

    static void estimate(MeasuredReport report, ReportRows.Sink sink) {
        JsonNode result = report.result();
        sink.row(
                ResultTable.ESTIMATES,
                of(
                        report,
                        result,
                        "predicted cycles",
                        Figures.count(result.path("cycles").asLong()),
                        "utilisation",
                        Figures.percent(result.path("utilisation")),
                        "bytes a cycle",
                        Figures.threeDigits(result.path("bytesPerCycle"))));
    }

    private static ResultRow of(MeasuredReport report, JsonNode setup, String... figures) {
        List<String> keys = List.of(
                "network",
                setup.path("model").asString(),
                "weights",
                setup.path("weightBits").asString(),
                "configuration",
                setup.path("config").asString(),
                "memory",
                setup.path("memory").asString(),
                "images",
                Integer.toString(setup.path("images").asInt()));
        return ReportRows.row(report, keys, figures);
    }
}
