// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.results;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.p2vit.quant.model.Architecture;
import org.p2vit.testbench.measure.NetworkWork;
import org.p2vit.testbench.performance.Peer;

/**
 * Our machines beside published ones, by figures that neither the clock nor the size of a chip decides. Ours follow from the rows of
 * cycles and area, so what is measured again is compared again.
 */
final class PeerTable {
    static final String LABEL = "peers";

    private static final String UNKNOWN = "unknown";
    private static final List<String> COLUMNS = List.of(
            "work",
            "network",
            "device",
            "bits",
            "MHz",
            "FPS",
            "GOPS/DSP",
            "MAC/DSP/cycle",
            "GOPS per MHz and kLUT × 1000",
            "source");
    /** What is taken, at the beginning of a cell of the area: {@code 68.9 k of 117.1 k, 58.8 %}. */
    private static final Pattern TAKEN = Pattern.compile("([\\d.]+)( k)? of .*");

    private PeerTable() {}

    static String text(Results results) {
        StringBuilder text = new StringBuilder(MarkedPage.line(COLUMNS));
        text.append(MarkedPage.line(Collections.nCopies(COLUMNS.size(), "---")));
        List<List<String>> rows = new ArrayList<>();
        for (ResultRow cycles : results.rows(ResultTable.CYCLES)) {
            if (cycles.cell("weights").equals("8")
                    && cycles.cell("memory").equals("standard")
                    && cycles.cell("images").equals("1")) {
                area(results, cycles.cell("configuration"))
                        .flatMap(area -> ours(cycles, area))
                        .ifPresent(rows::add);
            }
        }
        Peer.PUBLISHED.forEach(peer -> rows.add(row(peer)));
        rows.forEach(row -> text.append(MarkedPage.line(row)));
        return text.toString();
    }

    private static Optional<ResultRow> area(Results results, String configuration) {
        return results.rows(ResultTable.AREA).stream()
                .filter(row -> row.cell("configuration").equals(configuration))
                .findFirst();
    }

    /** Empty for a network whose work is not known, or an area without its figures. */
    private static Optional<List<String>> ours(ResultRow cycles, ResultRow area) {
        Optional<Double> luts = taken(area.cell("LUT"));
        Optional<Double> dsps = taken(area.cell("DSP"));
        Optional<Architecture> network = Stream.of(Architecture.values())
                .filter(known -> known.label().equals(cycles.cell("network")))
                .findFirst();
        if (luts.isEmpty() || dsps.isEmpty() || network.isEmpty()) {
            return Optional.empty();
        }
        double macs = NetworkWork.of(network.get().shape()).macs();
        double macsPerCycle = macs / Double.parseDouble(cycles.cell("cycles").replace(",", ""));
        String configuration = cycles.cell("configuration");
        return Optional.of(List.of(
                "`" + configuration + "`",
                cycles.cell("network"),
                configuration.replaceFirst("-.*", "").toUpperCase(Locale.ROOT),
                "W8A8",
                cycles.cell("MHz"),
                cycles.cell("FPS"),
                cycles.cell("GOPS/DSP"),
                text("%.2f", macsPerCycle / dsps.get()),
                text("%.1f", 2 * macsPerCycle / (luts.get() / 1000)),
                "tables of cycles and of area"));
    }

    private static Optional<Double> taken(String cell) {
        Matcher amount = TAKEN.matcher(cell);
        return amount.matches()
                ? Optional.of(Double.parseDouble(amount.group(1)) * (amount.group(2) == null ? 1 : 1000))
                : Optional.empty();
    }

    private static List<String> row(Peer peer) {
        return List.of(
                peer.work(),
                peer.model(),
                peer.platform() == null ? UNKNOWN : peer.platform(),
                peer.precision(),
                text("%.0f", peer.clockMhz()),
                text("%.1f", peer.framesPerSecond()),
                text("%.3f", peer.gopsPerDsp()),
                text("%.2f", peer.macsPerDspPerCycle()),
                text("%.1f", peer.gopsPerMhzAndKiloLut()),
                peer.source());
    }

    private static String text(String format, Double value) {
        return value == null ? UNKNOWN : String.format(Locale.ROOT, format, value);
    }
}
