// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.report;

import static org.p2vit.testbench.report.Chart.Form.BARS;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.p2vit.quant.evaluation.AblationReport;
import org.p2vit.quant.evaluation.MethodScore;

/** The page of {@code ablation}. */
public final class AblationPage {
    private AblationPage() {}

    public static void write(AblationReport report, Path file) {
        List<MethodScore> quantized = report.rows().subList(1, report.rows().size());
        double[] numbers =
                IntStream.rangeClosed(1, quantized.size()).asDoubleStream().toArray();
        new Html("Parts of the quantizer on " + Path.of(report.model()).getFileName() + ", bits " + report.bits())
                .paragraph(String.format(
                        Locale.ROOT,
                        "Calibrated on %d images, evaluated on %d labelled ones. Each form has everything on but what its name says.",
                        report.calibrationImages(),
                        report.images()))
                .table(ScoreTable.columns(), ScoreTable.rows(report.rows()))
                .paragraph("In brackets " + report.intervals() + ".")
                .chart(new Chart("Logits against float", "row of the table, float not counted", "SQNR, dB")
                        .with(
                                "SQNR",
                                BARS,
                                numbers,
                                quantized.stream()
                                        .mapToDouble(
                                                score -> score.logitSqnrDb().value())
                                        .toArray()))
                .write(file);
    }
}
