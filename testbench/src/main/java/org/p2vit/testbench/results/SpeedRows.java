// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.results;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Rows of {@code quantize}, how long it took, and of {@code bench-quant}. */
final class SpeedRows {
    private SpeedRows() {}

    /** What came from the cache, or was compared with float as well, has no time to publish. */
    static void quantization(MeasuredReport report, ReportRows.Sink sink) {
        JsonNode result = report.result();
        if (result.path("reused").asBoolean() || result.path("comparedImages").asInt() > 0) {
            return;
        }
        String what = String.format(
                Locale.ROOT,
                "quantize %s, %s, %d calibration images",
                MakeLine.named(report.option("--model")),
                result.path("bits").asString(),
                result.path("calibrationImages").asInt(0));
        sink.row(
                ResultTable.SPEED,
                ReportRows.row(
                        report, "what", what, "measured", String.format(Locale.ROOT, "%.0f s", report.seconds())));
    }

    static void benchmarks(MeasuredReport report, ReportRows.Sink sink) {
        report.result()
                .path("benchmarks")
                .values()
                .forEach(one -> sink.row(
                        ResultTable.SPEED,
                        ReportRows.row(
                                report,
                                "what",
                                one.path("what").asString(),
                                "measured",
                                Figures.threeDigits(one.path("score")) + " "
                                        + one.path("unit").asString())));
    }
}
