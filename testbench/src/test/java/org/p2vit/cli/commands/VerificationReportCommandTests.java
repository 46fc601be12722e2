// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.cli.CliRun;
import org.p2vit.cli.run.CommandReport;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.cli.run.Origin;
import org.p2vit.testbench.verification.LongCheck;
import org.p2vit.testbench.verification.Measurement;
import org.p2vit.testbench.verification.VerificationRow;

class VerificationReportCommandTests {
    private static final Origin ORIGIN = new Origin("2026-11-30T12:00:00Z", "0123abc", null, List.of());

    @TempDir
    private Path folder;

    @Test
    void figuresStandWithTheirCommandDateAndCommitAndTheRestIsNotRun() throws IOException {
        report(LongCheck.FUZZ, true);
        report(LongCheck.FORMAL, false);
        CliRun run = page();
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("2 checks, targets missed: formal; not run: mutate,", "without a result: none");
        assertThat(Files.readString(folder.resolve("page.md")))
                .contains(
                        "`make fuzz N=3`, 2026-11-30, commit 0123abc\n",
                        "| pairs \\| runs | of fuzz | 3 | ≥ 3 | yes |\n",
                        "| pairs \\| runs | of formal | 3 | ≥ 3 | **no** |\n",
                        "## mutate: faults planted in the Verilog\n\nNot run.\n");
    }

    @Test
    void aFailedCheckIsNoFigureAndAnotherCommandsReportIsRefused() throws IOException {
        write("fuzz", new CommandReport("fuzz", "0", ORIGIN, ExitCode.INTERNAL_ERROR, 1, 1, "broke", List.of(), null));
        assertThat(page().out()).contains("without a result: fuzz");

        write(
                "fuzz",
                new CommandReport(
                        "lint", "0", ORIGIN, ExitCode.OK, 0, 1, null, List.of(), result(true, LongCheck.FUZZ)));
        CliRun refused = page();
        assertThat(refused.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(refused.err()).contains("fuzz.json is no report of fuzz: it is one of lint");
    }

    /** A page is written again after some checks only; the others' figures have their own date and commit. */
    @Test
    void whatHasNoNewReportKeepsItsTable() throws IOException {
        report(LongCheck.FUZZ, true);
        report(LongCheck.WITNESS, true);
        page();
        String first = Files.readString(folder.resolve("page.md"));
        Files.delete(folder.resolve("fuzz.json"));
        Files.delete(folder.resolve("witness.json"));
        report(LongCheck.FORMAL, true);

        assertThat(page().out()).contains("not run: fuzz, mutate");
        String second = Files.readString(folder.resolve("page.md"));
        assertThat(second).contains("| pairs \\| runs | of formal | 3 | ≥ 3 | yes |\n");
        assertThat(second.replace(section(second, "formal"), section(first, "formal")))
                .isEqualTo(first);
    }

    /** A run that broke says nothing for the figures of an earlier one. */
    @Test
    void aCheckThatFailedLosesItsTable() throws IOException {
        report(LongCheck.FUZZ, true);
        page();
        write("fuzz", new CommandReport("fuzz", "0", ORIGIN, ExitCode.INTERNAL_ERROR, 1, 1, "broke", List.of(), null));

        assertThat(page().out()).contains("without a result: fuzz");
        assertThat(section(Files.readString(folder.resolve("page.md")), "fuzz")).endsWith("\n\nNot run.\n\n");
    }

    private static String section(String page, String label) {
        int from = page.indexOf("## " + label);
        return page.substring(from, page.indexOf("## ", from + 1));
    }

    private CliRun page() {
        return CliRun.of("verification-report", "--reports", folder, "--output", folder.resolve("page.md"));
    }

    private void report(LongCheck check, boolean met) {
        write(
                check.label(),
                new CommandReport(check.label(), "0", ORIGIN, ExitCode.OK, 0, 1, null, List.of(), result(met, check)));
    }

    private void write(String name, CommandReport report) {
        report.writeTo(folder.resolve(name + ".json"));
    }

    private static Object result(boolean met, LongCheck check) {
        VerificationRow row = new VerificationRow("pairs | runs", "of " + check.label(), "3", "≥ 3", met);
        return new VerificationReportCommand.Reported(
                new Measurement("2026-11-30", "0123abc", "make fuzz N=3", List.of(row)));
    }
}
