// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.results;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The few figures that the first page shows: DeiT-Tiny on two boards, and its accuracy by bits. */
final class Summary {
    static final String LABEL = "summary";

    private static final String NETWORK = "deit-tiny";
    private static final String CHECKPOINT = "deit_tiny_patch16_224";

    private Summary() {}

    static String text(Results results) {
        StringBuilder text = new StringBuilder(MarkedPage.line(List.of("DeiT-Tiny", "measured")));
        text.append(MarkedPage.line(List.of("---", "---")));
        for (String configuration : List.of("kv260", "zcu104")) {
            speed(results, configuration)
                    .ifPresent(
                            cell -> text.append(MarkedPage.line(List.of("an image on `" + configuration + "`", cell))));
            area(results, configuration)
                    .ifPresent(cell -> text.append(MarkedPage.line(List.of("area of `" + configuration + "`", cell))));
        }
        for (String bits : List.of("8/8/8", "8/8/4", "4/8/4")) {
            accuracy(results, bits)
                    .ifPresent(cell -> text.append(MarkedPage.line(List.of("accuracy with " + bits + " bits", cell))));
        }
        return text.toString();
    }

    private static Optional<String> speed(Results results, String configuration) {
        Map<String, String> sought = Map.of(
                "network",
                NETWORK,
                "weights",
                "8",
                "configuration",
                configuration,
                "memory",
                "standard",
                "images",
                "1");
        return find(results, ResultTable.CYCLES, sought)
                .map(row -> row.cell("cycles") + " cycles, " + row.cell("FPS") + " images a second at "
                        + row.cell("MHz") + " MHz, multipliers busy " + row.cell("array busy"));
    }

    private static Optional<String> area(Results results, String configuration) {
        return find(results, ResultTable.AREA, Map.of("configuration", configuration))
                .map(row -> "LUT " + row.cell("LUT") + "; DSP " + row.cell("DSP") + " of the board's device");
    }

    private static Optional<String> accuracy(Results results, String bits) {
        return results.rows(ResultTable.ACCURACY).stream()
                .filter(row -> row.cell("network").equals(CHECKPOINT)
                        && row.cell("bits").equals(bits))
                .filter(row -> !row.cell("calibration").equals("none"))
                .findFirst()
                .map(row -> "top-1 " + row.cell("top-1") + ", float " + row.cell("float top-1")
                        + "; same class as float " + row.cell("same class as float"));
    }

    private static Optional<ResultRow> find(Results results, ResultTable table, Map<String, String> sought) {
        return results.rows(table).stream()
                .filter(row -> sought.entrySet().stream()
                        .allMatch(entry -> row.cell(entry.getKey()).equals(entry.getValue())))
                .findFirst();
    }
}
