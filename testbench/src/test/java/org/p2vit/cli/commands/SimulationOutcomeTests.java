// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.image.PixelReport;
import org.p2vit.testbench.bus.AxiTiming;
import org.p2vit.testbench.check.Comparison;
import org.p2vit.testbench.check.Repeat;
import org.p2vit.testbench.check.Verdict;
import org.p2vit.testbench.simulation.ImageRun;
import org.p2vit.testbench.simulation.UnitRun;

class SimulationOutcomeTests {
    private static final String MISMATCH =
            "tensor blocks.0.ln1, row 3, column 8, unit NORM, cycle 77: expected 1, got 2";

    @Test
    void oneWrongWordIsAMismatchAndIsShown() {
        SimulateCommand.Result result = result(image(10, 0, ""), image(10, 1, MISMATCH));
        assertThat(SimulateCommand.outcome(result).exitCode()).isEqualTo(ExitCode.MISMATCH);
        assertThat(text(result)).contains("NOT EQUAL: " + MISMATCH, "20 words checked, 1 mismatches");
    }

    @Test
    void nothingComparedIsAMismatch() {
        assertThat(SimulateCommand.outcome(result(image(0, 0, "nothing was compared")))
                        .exitCode())
                .isEqualTo(ExitCode.MISMATCH);
        assertThat(SimulateCommand.outcome(result()).exitCode()).isEqualTo(ExitCode.MISMATCH);
    }

    /** All that was compared is equal, but nothing of one unit was compared. */
    @Test
    void aUnitWithoutWordsIsAMismatch() {
        Verdict equal = new Verdict(10, 0, Long.MAX_VALUE, "");
        Verdict missing = Verdict.NOTHING.demanding("NORM", 30, new Repeat(1, "again"));
        Verdict whole = Verdict.all(List.of(equal, missing));

        SimulateCommand.Result result =
                result(image(whole.wordsChecked(), whole.mismatches(), whole.firstMismatch()), image(10, 0, ""));

        assertThat(SimulateCommand.outcome(result).exitCode()).isEqualTo(ExitCode.MISMATCH);
        assertThat(text(result)).contains("NOT EQUAL: unit NORM: 0 words were compared, the network has 30; seed 1");
    }

    @Test
    void allEqualIsFine() {
        SimulateCommand.Result result = result(image(10, 0, ""));
        assertThat(SimulateCommand.outcome(result).exitCode()).isEqualTo(ExitCode.OK);
        assertThat(text(result)).contains("NORM       50.00   25.00").doesNotContain("NOT EQUAL");
    }

    /** A label comes from a file, and a bundle may have any characters in it. */
    @Test
    void aLabelCannotSteerTheTerminal() {
        ImageRun run = image("ca\u0007t", 10, 0, "", "\u001b[2J\u009b");
        assertThat(text(result(run)))
                .contains("ca\\u0007t: class 1 '\\u001b[2J\\u009b'")
                .doesNotContain("\u001b");
    }

    private static String text(SimulateCommand.Result result) {
        StringWriter text = new StringWriter();
        SimulationText.print(result, new PrintWriter(text));
        return text.toString();
    }

    private static SimulateCommand.Result result(ImageRun... images) {
        return new SimulateCommand.Result(
                "tiny",
                "demo",
                new PixelReport("size=8x8", "", List.of(0f), List.of(1f), ""),
                Map.of(),
                128,
                AxiTiming.ideal(40, 8),
                1.5,
                null,
                List.of(images).stream()
                        .mapToLong(image -> image.comparison().wordsChecked())
                        .sum(),
                List.of(images).stream()
                        .mapToLong(image -> image.comparison().mismatches())
                        .sum(),
                List.of(images));
    }

    private static ImageRun image(long words, long mismatches, String first) {
        return image("cat", words, mismatches, first, "");
    }

    private static ImageRun image(String image, long words, long mismatches, String first, String className) {
        Map<Unit, UnitRun> units = Map.of(Unit.NORM, new UnitRun(50, 25, words, mismatches));
        return new ImageRun(
                image,
                null,
                100,
                new ImageRun.Use(0.9, 0.8, 0.7),
                new Comparison(words, mismatches, first),
                units,
                new ImageRun.Answer(1, className, 1, null, List.of()),
                0.5,
                200);
    }
}
