// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.results;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The rows that a report has for the tables: the commands whose figures are published. A new one is added here. */
public final class ReportRows {
    private static final Map<String, BiConsumer<MeasuredReport, Sink>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("evaluate", AccuracyRows::evaluation);
        COMMANDS.put("ablation", AccuracyRows::ablation);
        COMMANDS.put("bench", CycleRows::bench);
        COMMANDS.put("estimate", CycleRows::estimate);
        COMMANDS.put("simulate", HardwareRows::run);
        COMMANDS.put("synth", HardwareRows::area);
        COMMANDS.put("quantize", SpeedRows::quantization);
        COMMANDS.put("bench-quant", SpeedRows::benchmarks);
    }

    private ReportRows() {}

    /** Takes the rows. */
    public interface Sink {
        void row(ResultTable table, ResultRow row);
    }

    /** Whether reports of the command have figures for the tables. */
    public static boolean has(String command) {
        return COMMANDS.containsKey(command);
    }

    public static void of(MeasuredReport report, Sink sink) {
        COMMANDS.get(report.command()).accept(report, sink);
    }

    /** A row of a report. {@code cells} are names of columns and texts by turns. */
    static ResultRow row(MeasuredReport report, String... cells) {
        return row(report, List.of(cells));
    }

    /** The same, with cells that several kinds of rows begin with. */
    static ResultRow row(MeasuredReport report, List<String> first, String... more) {
        List<String> cells = new ArrayList<>(first);
        cells.addAll(List.of(more));
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i += 2) {
            named.put(cells.get(i), cells.get(i + 1));
        }
        return new ResultRow(named, MakeLine.of(report), report.date(), report.commit(), "");
    }
}
