// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Rows of {@code simulate}, images through the Verilog, and of {@code synth}. */
final class HardwareRows {
    private HardwareRows() {}

    static void run(MeasuredReport report, ReportRows.Sink sink) {
        JsonNode result = report.result();
        JsonNode images = result.path("images");
        List<String> cells = new ArrayList<>(List.of(
                "network",
                report.option("--model").isEmpty()
                        ? result.path("model").asString()
                        : AccuracyRows.network(report.option("--model")),
                "bits",
                bits(report),
                "configuration",
                result.path("config").asString(),
                "images",
                Integer.toString(images.size()),
                "cycles of the first",
                Figures.count(images.path(0).path("cycles").asLong()),
                "words an image",
                Figures.count(result.path("wordsChecked").asLong() / Math.max(1, images.size())),
                "different",
                Figures.count(result.path("mismatches").asLong())));
        JsonNode accuracy = result.path("accuracy");
        if (accuracy.isObject()) {
            cells.addAll(List.of("right, float", right(accuracy, "floatCorrect")));
            cells.addAll(List.of("right, integer", right(accuracy, "integerCorrect")));
        }
        sink.row(ResultTable.RUNS, ReportRows.row(report, cells));
    }

    private static String bits(MeasuredReport report) {
        return MakeLine.variable(report, "BITS")
                .or(() -> MakeLine.variable(report, "BIT_TABLE").map(table -> "mixed"))
                .orElse("default");
    }

    private static String right(JsonNode accuracy, String which) {
        return accuracy.path(which).asInt() + " of " + accuracy.path("images").asInt();
    }

    static void area(MeasuredReport report, ReportRows.Sink sink) {
        JsonNode result = report.result();
        List<String> cells = new ArrayList<>(List.of("configuration", configuration(report)));
        result.path("budget").values().forEach(use -> {
            cells.add(use.path("resource").asString());
            cells.add(use(use));
        });
        double slowest = result.path("units").values().stream()
                .mapToDouble(unit -> unit.path("logicDelayNs").asDouble())
                .max()
                .orElse(0);
        cells.addAll(List.of("slowest unit", nanoseconds(slowest)));
        cells.addAll(List.of("whole", nanoseconds(result.path("wholeNs").asDouble())));
        cells.addAll(List.of("faults", Integer.toString(result.path("faults").size())));
        sink.row(ResultTable.AREA, ReportRows.row(report, cells));
    }

    private static String configuration(MeasuredReport report) {
        return MakeLine.named(report.option("--config")).replaceFirst("\\.yaml$", "");
    }

    private static String use(JsonNode use) {
        double used = use.path("used").asDouble();
        int available = use.path("available").asInt();
        return used == 0
                ? "none"
                : String.format(
                        Locale.ROOT,
                        "%s of %s, %.1f %%",
                        amount(used),
                        amount(available),
                        use.path("percent").asDouble());
    }

    /** Thousands where there are many. */
    private static String amount(double number) {
        return number >= 10_000
                ? String.format(Locale.ROOT, "%.1f k", number / 1000)
                : String.format(Locale.ROOT, number == Math.rint(number) ? "%.0f" : "%.1f", number);
    }

    private static String nanoseconds(double delay) {
        return delay == 0 ? "not known" : String.format(Locale.ROOT, "%.1f ns", delay);
    }
}
