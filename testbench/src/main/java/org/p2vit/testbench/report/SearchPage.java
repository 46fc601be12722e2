// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.report;

import static org.p2vit.testbench.report.Chart.Form.BARS;
import static org.p2vit.testbench.report.Chart.Form.LINE;
import static org.p2vit.testbench.report.Chart.Form.POINTS;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.p2vit.quant.model.LayerKind;
import org.p2vit.quant.search.Combination;
import org.p2vit.quant.search.SearchReport;

/** The page of {@code search}. */
public final class SearchPage {
    private SearchPage() {}

    public static void write(SearchReport report, Path file) {
        Html page = new Html("Mixed precision of "
                        + Path.of(report.setting().model()).getFileName())
                .paragraph(String.format(
                        Locale.ROOT,
                        "%d combinations of kinds of layers measured on %d images that neither calibration (%d"
                                + " images) nor any report sees; seed %d, %.0f s.",
                        report.combinations(),
                        report.setting().heldOutImages(),
                        report.setting().calibrationImages(),
                        report.setting().options().seed(),
                        report.seconds()))
                .heading("Pareto front")
                .chart(front(report))
                .table(
                        List.of(report.setting().cost(), "of 8-bit", "SQNR of logits, dB", "layers other than 8"),
                        report.front().stream().map(one -> row(one, report)).toList())
                .paragraph(String.format(
                        Locale.ROOT,
                        "Layers of other kinds are stand-ins here. Quantized with the chosen table: %.2f dB, same class as"
                                + " float on %.1f %% of these images.",
                        report.choice().chosenSqnrDb(),
                        100 * report.choice().chosenAgreement()))
                .heading("What single choices do")
                .chart(bars(
                        "Curvature: rise of the loss with 4-bit weights",
                        "divergence from float, nats",
                        report.sensitivity().curvature(),
                        List.of("attention", "mlp")));
        report.sensitivity()
                .layerNoise()
                .forEach((kind, noise) -> page.chart(bars(
                        "Noise to signal of the logits that one layer of the kind " + kind + " adds",
                        "noise to signal",
                        noise,
                        columns().subList(1, columns().size()))));
        page.heading("Chosen kinds").table(columns(), kinds(report)).write(file);
    }

    static Chart front(SearchReport report) {
        List<Combination> front = report.front();
        return new Chart(
                        "Weights and accuracy",
                        report.setting().cost() + ", % of those with 8 bits",
                        "SQNR of logits, dB")
                .with("front", LINE, shares(front, report), decibels(front))
                .with(
                        "chosen",
                        POINTS,
                        shares(List.of(report.choice().chosen()), report),
                        decibels(List.of(report.choice().chosen())))
                .with(
                        "by module",
                        POINTS,
                        shares(List.of(report.sensitivity().coarse()), report),
                        decibels(List.of(report.sensitivity().coarse())));
    }

    private static double[] shares(List<Combination> some, SearchReport report) {
        return some.stream()
                .mapToDouble(one -> 100 * one.cost() / report.sensitivity().greatestCost())
                .toArray();
    }

    private static double[] decibels(List<Combination> some) {
        return some.stream().mapToDouble(Combination::sqnrDb).toArray();
    }

    private static List<String> row(Combination one, SearchReport report) {
        return List.of(
                String.format(Locale.ROOT, "%.0f", one.cost()),
                String.format(
                        Locale.ROOT,
                        "%.1f %%",
                        100 * one.cost() / report.sensitivity().greatestCost()),
                String.format(Locale.ROOT, "%.2f", one.sqnrDb()),
                one.counts() + (one.equals(report.choice().chosen()) ? ", chosen" : ""));
    }

    private static Chart bars(String title, String up, Map<String, Double> values, List<String> kinds) {
        Chart chart = new Chart(title, "block", up);
        for (String kind : kinds) {
            double[] heights = values.entrySet().stream()
                    .filter(entry -> entry.getKey().endsWith("." + kind))
                    .mapToDouble(Map.Entry::getValue)
                    .toArray();
            chart.with(
                    kind,
                    BARS,
                    IntStream.range(0, heights.length).asDoubleStream().toArray(),
                    heights);
        }
        return chart;
    }

    private static List<String> columns() {
        return List.of("block", "q", "k", "v", "proj", "fc1", "fc2");
    }

    private static List<List<String>> kinds(SearchReport report) {
        List<List<String>> rows = new ArrayList<>();
        int depth = report.sensitivity().curvature().size() / 2;
        for (int n = 0; n < depth; n++) {
            List<String> row = new ArrayList<>(List.of(Integer.toString(n)));
            for (String layer : columns().subList(1, columns().size())) {
                row.add(report.choice()
                        .chosen()
                        .kinds()
                        .getOrDefault("blocks." + n + "." + layer, LayerKind.dense(8))
                        .toString());
            }
            rows.add(row);
        }
        return rows;
    }
}
