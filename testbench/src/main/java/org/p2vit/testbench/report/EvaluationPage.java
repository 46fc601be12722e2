// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.report;

import static org.p2vit.testbench.report.Chart.Form.BARS;
import static org.p2vit.testbench.report.Chart.Form.LINE;
import static org.p2vit.testbench.report.Chart.Form.POINTS;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.p2vit.quant.calibration.fidelity.SqnrReport;
import org.p2vit.quant.calibration.statistics.CalibrationSet;
import org.p2vit.quant.evaluation.EvaluationReport;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.search.SearchReport;

/** The page of {@code evaluate}. */
public final class EvaluationPage {
    private EvaluationPage() {}

    /**
     * Writes the page.
     *
     * @param network the integer network that the report is of
     * @param search of mixed precision for the same model, if there was one
     */
    public static void write(EvaluationReport report, QuantizedVit network, Optional<SearchReport> search, Path file) {
        Html page = new Html("Accuracy of " + Path.of(report.source().model()).getFileName() + ", bits "
                        + report.setting().bits())
                .paragraph(String.format(
                        Locale.ROOT,
                        "Bits of weights / activations / attention weights: %s; %s, evaluated on %d labelled ones, in %.0f s.",
                        report.setting().bits(),
                        CalibrationSet.text(report.source().calibrationImages()),
                        report.setting().images(),
                        report.seconds()))
                .heading("Methods")
                .table(ScoreTable.columns(), ScoreTable.rows(report.methods()))
                .paragraph("In brackets " + report.accuracy().intervals()
                        + ". \"p2vit\" computes with integers only; the others but"
                        + " float stand for integers and are computed in float.")
                .heading("Error of every tensor");
        if (!report.tensors().isEmpty()) {
            page.paragraph(String.format(
                            Locale.ROOT,
                            "Signal to quantization noise against float, on the first %d images: over all values, where few tokens that"
                                    + " are much greater than the others decide, and the median over tokens. Clipped are values beyond the"
                                    + " range of their codes.",
                            report.tensorImages()))
                    .chart(tensors(report, "SQNR by block", "SQNR, dB", SqnrReport.TensorSqnr::decibels))
                    .chart(tensors(
                            report,
                            "SQNR of the median token by block",
                            "SQNR, dB",
                            SqnrReport.TensorSqnr::medianDecibels))
                    .chart(tensors(report, "Clipped values by block", "%", tensor -> 100 * tensor.clipped()));
        }
        search.ifPresent(found -> page.heading("Mixed precision")
                .paragraph(String.format(
                        Locale.ROOT,
                        "Found by a search on %d images held out from calibration.",
                        found.setting().heldOutImages()))
                .chart(SearchPage.front(found)));
        ExponentCounts counts = ExponentCounts.of(network);
        page.heading("Powers of two")
                .chart(histogram("Scales of accumulators (input times weights)", "outputs", counts.accumulators()))
                .chart(histogram("Scales of the residual streams", "streams", counts.streams()))
                .chart(histogram("Scales of LayerNorm outputs, smoothing included", "channels", counts.norms()))
                .write(file);
    }

    /** One line for each kind of tensor, over the blocks; tensors outside of blocks stand at both ends. */
    private static Chart tensors(
            EvaluationReport report, String title, String unit, ToDoubleFunction<SqnrReport.TensorSqnr> figure) {
        Map<String, TreeMap<Integer, Double>> kinds = new LinkedHashMap<>();
        TreeMap<Integer, Double> outside = new TreeMap<>();
        int depth = depth(report);
        for (SqnrReport.TensorSqnr tensor : report.tensors()) {
            String[] parts = tensor.tensor().split("\\.");
            switch (parts[0]) {
                case "blocks" ->
                    kinds.computeIfAbsent(parts[2], name -> new TreeMap<>())
                            .put(Integer.parseInt(parts[1]), figure.applyAsDouble(tensor));
                case "input" -> outside.put(-2, figure.applyAsDouble(tensor));
                case "patch_embed" -> outside.put(-1, figure.applyAsDouble(tensor));
                case "norm", "narrow" -> outside.put(depth, figure.applyAsDouble(tensor));
                default -> outside.put(depth + 1, figure.applyAsDouble(tensor));
            }
        }
        Chart chart = new Chart(
                title,
                String.format(Locale.ROOT, "block (-2 input, -1 embedding, %d norm, %d logits)", depth, depth + 1),
                unit);
        kinds.forEach((kind, points) -> add(chart, kind, LINE, points));
        return add(chart, "outside blocks", POINTS, outside);
    }

    private static <T extends Number> Chart add(Chart chart, String name, Chart.Form form, Map<Integer, T> points) {
        return chart.with(
                name,
                form,
                points.keySet().stream().mapToDouble(Integer::doubleValue).toArray(),
                points.values().stream().mapToDouble(Number::doubleValue).toArray());
    }

    private static int depth(EvaluationReport report) {
        return (int) report.tensors().stream()
                .filter(tensor -> tensor.tensor().endsWith(".fc2"))
                .count();
    }

    private static Chart histogram(String title, String what, Map<Integer, Integer> counts) {
        return add(new Chart(title, "exponent of two", "number of " + what), what, BARS, counts);
    }
}
