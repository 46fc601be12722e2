// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import java.io.PrintWriter;
import java.util.Locale;
import org.p2vit.cli.run.Failures;
import org.p2vit.testbench.simulation.ImageRun;
import org.p2vit.testbench.simulation.UnitRun;

/** A simulation's result as people read it. */
final class SimulationText {
    private SimulationText() {}

    static void print(SimulateCommand.Result result, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%s on %s: %d multipliers; DRAM latency %d, %d bursts outstanding, stalls %d %%; built in %.1f s%n",
                result.model(),
                result.config(),
                result.multipliers(),
                result.dram().latencyCycles(),
                result.dram().outstanding(),
                result.dram().rStall(),
                result.buildSeconds());
        out.println("preprocessing " + result.preprocessing().text());
        result.images().forEach(image -> print(image, out));
        if (result.accuracy() != null) {
            int images = result.accuracy().images();
            out.printf(
                    Locale.ROOT,
                    "accuracy on %d freshly rendered images: float %.1f %%, integer %.1f %%%n",
                    images,
                    100.0 * result.accuracy().floatCorrect() / images,
                    100.0 * result.accuracy().integerCorrect() / images);
        }
        out.printf(
                Locale.ROOT,
                "%d images, %d words checked, %d mismatches%n",
                result.images().size(),
                result.wordsChecked(),
                result.mismatches());
    }

    private static void print(ImageRun image, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%n%s: class %d%s; golden model %d, float %s, truth %s%n",
                Failures.printable(image.image()),
                image.answer().top1(),
                image.answer().className().isEmpty()
                        ? ""
                        : " '" + Failures.printable(image.answer().className()) + "'",
                image.answer().goldenTop1(),
                orDash(image.answer().floatTop1()),
                orDash(image.label()));
        out.printf(
                Locale.ROOT,
                "%d cycles; MACs per multiplier and cycle %.4f, without A·V %.4f, shift lanes counted as multipliers %.4f%n",
                image.cycles(),
                image.use().utilisation(),
                image.use().utilisationByMultipliers(),
                image.use().utilisationWithShiftLanes());
        out.printf(Locale.ROOT, "simulated in %.1f s, %.0f cycles/s%n", image.seconds(), image.cyclesPerSecond());
        out.printf(Locale.ROOT, "%-8s %7s %7s %14s %11s%n", "unit", "busy %", "stall %", "words checked", "mismatches");
        image.units().forEach((unit, run) -> out.println(row(unit.name(), run, image.cycles())));
        if (!image.passed()) {
            out.println("NOT EQUAL: " + image.comparison().firstMismatch());
        }
    }

    private static String row(String unit, UnitRun run, long cycles) {
        return String.format(
                Locale.ROOT,
                "%-8s %7.2f %7.2f %14d %11d",
                unit,
                100.0 * run.busy() / cycles,
                100.0 * run.stall() / cycles,
                run.wordsChecked(),
                run.mismatches());
    }

    private static String orDash(Integer number) {
        return number == null ? "-" : number.toString();
    }
}
