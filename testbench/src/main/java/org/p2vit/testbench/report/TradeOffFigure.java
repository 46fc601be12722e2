// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.report;

import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.p2vit.quant.storage.WholeFile;
import org.p2vit.testbench.tradeoff.TradeOff;

/** A picture: accuracy against cycles on each configuration, and below it against bytes. */
public final class TradeOffFigure {
    private static final String UP = "SQNR of logits, dB";
    private static final String SEARCH = "search, ";

    private TradeOffFigure() {}

    public static void write(String model, List<TradeOff> points, Path file) {
        Chart cycles = new Chart("Accuracy against cycles, " + model, "cycles of an inference, thousands", UP);
        Chart bytes = new Chart("Accuracy against bytes in DRAM", "weights, parameters and tables, MB", UP);
        List<String> configs = points.stream().map(TradeOff::config).distinct().toList();
        for (String config : configs) {
            add(cycles, config, of(points, config), point -> point.cycles() / 1e3);
        }
        // Padding apart, bytes are the same on all configurations that run a network.
        for (String attention :
                points.stream().map(TradeOffFigure::attention).distinct().toList()) {
            String config = points.stream()
                    .filter(point -> attention(point).equals(attention))
                    .findFirst()
                    .orElseThrow()
                    .config();
            add(bytes, attention + " attention", of(points, config), point -> point.bytes() / 1e6);
        }
        WholeFile.writeText(file, Chart.stacked(List.of(cycles, bytes)));
    }

    /** The bits, or the table of bits. */
    private static String label(TradeOff point) {
        String name = point.network().name();
        return name.substring(name.lastIndexOf(' ') + 1).replaceFirst("\\.json$", "");
    }

    private static String attention(TradeOff point) {
        return point.network().attention().label();
    }

    private static List<TradeOff> of(List<TradeOff> points, String config) {
        return points.stream().filter(point -> point.config().equals(config)).toList();
    }

    private static void add(Chart chart, String name, List<TradeOff> points, ToDoubleFunction<TradeOff> across) {
        List<TradeOff> evaluated =
                points.stream().filter(point -> point.network().evaluated()).toList();
        List<TradeOff> searched =
                points.stream().filter(point -> !point.network().evaluated()).toList();
        chart.labelled(
                name,
                evaluated.stream().mapToDouble(across).toArray(),
                decibels(evaluated),
                evaluated.stream().map(TradeOffFigure::label).toList());
        if (!searched.isEmpty()) {
            chart.with(
                    SEARCH + name,
                    Chart.Form.LINE,
                    searched.stream().mapToDouble(across).toArray(),
                    decibels(searched));
        }
    }

    private static double[] decibels(List<TradeOff> points) {
        return points.stream().mapToDouble(point -> point.network().sqnrDb()).toArray();
    }
}
