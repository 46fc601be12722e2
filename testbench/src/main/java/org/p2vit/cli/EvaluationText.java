// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli;

import java.io.PrintWriter;
import org.p2vit.testbench.evaluation.Estimate;
import org.p2vit.testbench.evaluation.EvaluationReport;
import org.p2vit.testbench.evaluation.MethodScore;

/** What {@code evaluate} prints. */
final class EvaluationText {
    private EvaluationText() {}

    static void print(EvaluationReport report, PrintWriter out) {
        out.printf(
                "%s, bits %s, calibrated on %d images, %d images evaluated%n",
                report.model(), report.bits(), report.calibrationImages(), report.images());
        if (report.unlabelled() > 0) {
            out.printf("%d images of the folder have no label and were left out%n", report.unlabelled());
        }
        out.printf(
                "%-22s %7s %7s %24s %24s %22s%n",
                "", "top-1 %", "top-5 %", "top-1 less float's", "same class as float, %", "SQNR of logits, dB");
        for (MethodScore score : report.methods()) {
            boolean isFloat = score.logitSqnrDb() == null;
            out.printf(
                    "%-22s %7.1f %7.1f %24s %24s %22s%n",
                    score.method(),
                    100 * score.top1().value(),
                    100 * score.top5().value(),
                    isFloat ? "" : text(score.top1Difference(), 100, "%+.1f"),
                    isFloat ? "" : text(score.agreement(), 100, "%.1f"),
                    isFloat ? "" : text(score.logitSqnrDb(), 1, "%.2f"));
        }
        out.printf("in brackets %s%n", report.intervals());
    }

    private static String text(Estimate estimate, double factor, String format) {
        return (format + " [" + format + ", " + format + "]")
                .formatted(factor * estimate.value(), factor * estimate.low(), factor * estimate.high());
    }
}
