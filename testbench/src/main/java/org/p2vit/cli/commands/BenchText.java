// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.p2vit.testbench.performance.BenchRow;
import org.p2vit.testbench.performance.Int4Gain;
import org.p2vit.testbench.performance.Peer;

/** The bench's tables as people read them. */
final class BenchText {
    private BenchText() {}

    static void print(BenchCommand.Result result, PrintWriter out) {
        out.println("counted by the RTL from start to done; every word compared");
        out.printf(
                Locale.ROOT,
                "%-11s %-10s %-7s %-8s %6s %5s %9s %9s %7s %8s %8s %8s %12s %10s %9s%n",
                "config",
                "model",
                "weights",
                "memory",
                "images",
                "MACs",
                "cycles",
                "predicted",
                "diff %",
                "util %",
                "lanes %",
                "busy %",
                "words",
                "mismatches",
                "cycles/s");
        result.rows().forEach(row -> out.println(cycles(row)));
        out.printf(
                Locale.ROOT,
                "%nutil: all MACs / (multipliers x cycles), two with 4-bit weights as one on a scalable array;%n");
        out.printf(Locale.ROOT, "lanes: the shift lanes of A.V counted as multipliers too;%n");
        out.printf(Locale.ROOT, "busy: cycles in which the array took a step; cycles/s: of the simulation%n");
        result.rows().stream().filter(row -> row.setup().images() > 1).forEach(row -> out.println(further(row)));
        out.println();
        out.printf(
                Locale.ROOT,
                "%-11s %-10s %-7s %-8s %6s %8s %9s %6s %-9s %9s %13s%n",
                "config",
                "model",
                "weights",
                "memory",
                "MHz",
                "FPS",
                "GOPS",
                "DSPs",
                "by",
                "GOPS/DSP",
                "MAC/DSP/cycle");
        result.rows().forEach(row -> out.println(throughput(row)));
        int4(result.int4(), out);
        ablation(result.ablation(), out);
        peers(result.peers(), out);
    }

    private static String cycles(BenchRow row) {
        return String.format(
                Locale.ROOT,
                "%-11s %-10s %-7s %-8s %6d %5d %9d %9d %+7.2f %8.2f %8.2f %8.2f %12d %10d %9.0f%s",
                row.setup().config(),
                row.setup().model(),
                row.setup().weightBits(),
                row.setup().memory(),
                row.setup().images(),
                row.setup().multipliers(),
                row.time().cycles(),
                row.time().predictedCycles(),
                100.0
                        * (row.time().predictedCycles() - row.time().cycles())
                        / row.time().cycles(),
                100 * row.use().utilisation(),
                100 * row.use().utilisationWithShiftLanes(),
                100 * row.use().matMulBusy(),
                row.comparison().wordsChecked(),
                row.comparison().mismatches(),
                row.simulatedPerSecond(),
                row.passed() ? "" : "  NOT EQUAL: " + row.comparison().firstMismatch());
    }

    private static String further(BenchRow row) {
        return String.format(
                Locale.ROOT,
                "%s, %s, %s: each further image %d cycles; between images the array stood still for %d cycles, %.2f %%",
                row.setup().config(),
                row.setup().model(),
                row.setup().memory(),
                row.time().furtherCycles(),
                row.time().gapCycles(),
                100.0 * row.time().gapCycles() / row.time().furtherCycles());
    }

    private static String throughput(BenchRow row) {
        return String.format(
                Locale.ROOT,
                "%-11s %-10s %-7s %-8s %6s %8.1f %9.1f %6d %-9s %9.3f %13.3f",
                row.setup().config(),
                row.setup().model(),
                row.setup().weightBits(),
                row.setup().memory(),
                row.throughput().clockMhz().toPlainString(),
                row.throughput().framesPerSecond(),
                row.throughput().gops(),
                row.throughput().dsps(),
                row.throughput().dspSource(),
                row.throughput().gopsPerDsp(),
                row.throughput().macsPerDspPerCycle());
    }

    private static void int4(List<Int4Gain> rows, PrintWriter out) {
        if (rows.isEmpty()) {
            return;
        }
        out.printf(
                Locale.ROOT,
                "%nfewer bits: gain over the row with 8; of the 4-bit layers, predicted, also by their own peak%n");
        out.printf(
                Locale.ROOT,
                "%-11s %-10s %-7s %-8s %9s %7s %8s %13s %11s%n",
                "config",
                "model",
                "weights",
                "memory",
                "cycles",
                "gain",
                "util %",
                "layers' gain",
                "their util %");
        rows.forEach(row -> out.printf(
                Locale.ROOT,
                "%-11s %-10s %-7s %-8s %9d %7.3f %8.2f %13.3f %11.2f%n",
                row.config(),
                row.model(),
                row.weightBits(),
                row.memory(),
                row.cycles(),
                row.gain(),
                100 * row.utilisation(),
                row.layersGain(),
                100 * row.layersUtilisation()));
    }

    private static void ablation(List<BenchRow> rows, PrintWriter out) {
        if (rows.isEmpty()) {
            return;
        }
        BenchRow full = rows.get(rows.size() - 1);
        out.printf(
                Locale.ROOT,
                "%noverlap on %s, %s, latency normalised to both%n",
                full.setup().config(),
                full.setup().model());
        rows.forEach(row -> out.printf(
                Locale.ROOT,
                "%-12s %9d cycles %6.3f  predicted %6.3f  %s%n",
                row.setup().overlap(),
                row.time().cycles(),
                (double) row.time().cycles() / full.time().cycles(),
                (double) row.time().predictedCycles() / full.time().predictedCycles(),
                row.passed() ? "equal" : "NOT EQUAL: " + row.comparison().firstMismatch()));
    }

    private static void peers(List<Peer> peers, PrintWriter out) {
        out.printf(Locale.ROOT, "%npublished; GOPS per MHz and kLUT times 1000%n");
        out.printf(
                Locale.ROOT,
                "%-46s %-10s %-9s %-6s %7s %9s %13s %13s  %s%n",
                "work",
                "model",
                "platform",
                "bits",
                "util %",
                "GOPS/DSP",
                "MAC/DSP/cycle",
                "per MHz, kLUT",
                "source");
        peers.forEach(peer -> out.printf(
                Locale.ROOT,
                "%-46s %-10s %-9s %-6s %7s %9s %13s %13s  %s%n",
                peer.work(),
                peer.model(),
                peer.platform() == null ? "-" : peer.platform(),
                peer.precision(),
                orDash("%.0f", peer.utilisation() == null ? null : 100 * peer.utilisation()),
                orDash("%.3f", peer.gopsPerDsp()),
                orDash("%.2f", peer.macsPerDspPerCycle()),
                orDash("%.1f", peer.gopsPerMhzAndKiloLut()),
                peer.source()));
    }

    private static String orDash(String format, Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, format, value);
    }
}
