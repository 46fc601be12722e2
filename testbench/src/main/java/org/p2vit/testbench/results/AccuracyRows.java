// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.results;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** Rows of {@code evaluate} and {@code ablation}. A network is called by its checkpoint, images by their folder. */
final class AccuracyRows {
    private AccuracyRows() {}

    static void evaluation(MeasuredReport report, ReportRows.Sink sink) {
        JsonNode methods = report.result().path("methods");
        String exact = Figures.percent(methods.path(0).path("top1").path("value"));
        for (int i = 1; i < methods.size(); i++) {
            JsonNode method = methods.get(i);
            boolean integer = method.path("integer").asBoolean();
            if (integer) {
                sink.row(ResultTable.ACCURACY, row(report, method, "float top-1", exact));
            } else {
                sink.row(
                        ResultTable.BASELINES,
                        row(report, method, "method", method.path("method").asString()));
            }
        }
    }

    static void ablation(MeasuredReport report, ReportRows.Sink sink) {
        JsonNode rows = report.result().path("rows");
        for (int i = 1; i < rows.size(); i++) {
            JsonNode form = rows.get(i);
            sink.row(
                    ResultTable.ABLATION,
                    ReportRows.row(
                            report,
                            setup(report),
                            "form",
                            form.path("method").asString(),
                            "SQNR of logits",
                            Figures.decibels(form.path("logitSqnrDb")),
                            "same class as float",
                            Figures.interval(form.path("agreement"))));
        }
    }

    private static ResultRow row(MeasuredReport report, JsonNode method, String column, String text) {
        return ReportRows.row(
                report,
                setup(report),
                column,
                text,
                "top-1",
                Figures.percent(method.path("top1").path("value")),
                "same class as float",
                Figures.interval(method.path("agreement")),
                "SQNR of logits",
                Figures.decibels(method.path("logitSqnrDb")));
    }

    /** What was measured on what. */
    private static List<String> setup(MeasuredReport report) {
        return List.of(
                "network",
                network(report),
                "bits",
                bits(report),
                "calibration",
                calibration(report),
                "images",
                images(report));
    }

    private static String network(MeasuredReport report) {
        return network(report.result().path("model").asString());
    }

    /** {@code vit_tiny_200} of {@code vit_tiny_200/model.safetensors}, else the file's name without its end. */
    static String network(String file) {
        String model = MakeLine.named(file);
        return model.contains("/") ? model.substring(0, model.indexOf('/')) : model.replaceFirst("\\.[a-z.]+$", "");
    }

    /** {@code 8/8/4}; {@code mixed/8/4} with a table of bits, whose name the command has. */
    private static String bits(MeasuredReport report) {
        return report.result().path("bits").asString().replaceFirst("^\\d+(/\\S+) with \\S+\\.json", "mixed$1");
    }

    private static String calibration(MeasuredReport report) {
        int images = report.result().path("calibrationImages").asInt(0);
        return images == 0 ? "none" : images + folder(report, "--calibration");
    }

    private static String images(MeasuredReport report) {
        return report.result().path("images").asInt() + folder(report, "--images");
    }

    private static String folder(MeasuredReport report, String option) {
        String given = report.option(option);
        return given.isEmpty() ? "" : " of " + MakeLine.named(given);
    }
}
