// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.cli.CliRun;
import org.p2vit.cli.run.CommandReport;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.cli.run.Origin;

class ResultsCommandTests {
    private static final String MAKE =
            "make evaluate MODEL=/home/me/deit.safetensors CALIBRATION=/data/my photos IMAGES=/data/val BITS=8/8/4";

    private static final String NEW_SOURCE = "1. `make evaluate MODEL=deit.safetensors CALIBRATION=my photos IMAGES=val"
            + " BITS=8/8/4`, 2026-12-02, commit fedc.";

    @TempDir
    private Path folder;

    private Path data;
    private Path page;

    @BeforeEach
    void anEarlierMeasurement() throws IOException {
        data = Files.writeString(folder.resolve("results.json"), """
                {"accuracy": [
                  {"cells": {"network": "deit", "bits": "8/8/4", "calibration": "7 of my photos", "images": "30 of val",
                             "top-1": "10.0 %"},
                   "command": "make evaluate", "date": "2026-12-01", "commit": "0123", "note": "Before all."},
                  {"cells": {"network": "deit", "bits": "4/8/4", "calibration": "7 of my photos", "images": "30 of val",
                             "top-1": "9.0 %"},
                   "command": "make evaluate BITS=4/8/4", "date": "2026-12-01", "commit": "0123", "note": ""}
                ]}""");
        page = Files.writeString(folder.resolve("page.md"), """
                # Words stay

                <!-- results: accuracy -->
                old
                <!-- end of accuracy -->
                below
                """);
        Files.createDirectory(folder.resolve("reports"));
    }

    /** Twice, for what is written is read again. */
    @Test
    void aNewReportTakesThePlaceOfItsRowAndOthersStay() throws IOException {
        report("new", "2026-12-02T08:00:00Z", ExitCode.OK, evaluation(7));
        for (int i = 0; i < 2; i++) {
            assertThat(results().exitCode()).isEqualTo(ExitCode.OK);
            assertThat(page)
                    .content()
                    .startsWith("# Words stay\n\n<!-- results: accuracy -->\n| network | bits |")
                    .contains(
                            "| deit | 8/8/4 | 7 of my photos | 30 of val | 70.0 % | 80.0 % | 96.7 % [94.0, 98.2] | 18.5 dB | [1] |\n",
                            "| deit | 4/8/4 | 7 of my photos | 30 of val | 9.0 % | – | – | – | [2] |\n",
                            "2. `make evaluate BITS=4/8/4`, 2026-12-01, commit 0123.\n")
                    .doesNotContain("10.0 %", "Before all.", "/home", "old")
                    .endsWith("<!-- end of accuracy -->\nbelow\n");
            assertThat(Files.readString(page).replaceAll("\\s+", " ")).contains(NEW_SOURCE);
        }
    }

    @Test
    void aNetworkWithoutCalibrationImagesHasARowOfItsOwn() throws IOException {
        report("new", "2026-12-02T08:00:00Z", ExitCode.OK, evaluation(0));
        assertThat(results().out()).contains("accuracy: added deit, 8/8/4, none, 30 of val");
        assertThat(page).content().contains("| deit | 8/8/4 | 7 of my photos |", "| deit | 8/8/4 | none | 30 of val |");
    }

    @Test
    void anotherMethodIsNoRowOfTheIntegerNetwork() throws IOException {
        report("new", "2026-12-02T08:00:00Z", ExitCode.OK, evaluation(7));
        results();
        assertThat(data)
                .content()
                .containsOnlyOnce("\"method\" : \"float scales\"")
                .doesNotContain("\"p2vit\"");
    }

    @Test
    void whatIsOlderFailedOrOfUnknownOriginIsLeftOut() throws IOException {
        results();
        String before = Files.readString(page);
        report("older", "2026-11-30T08:00:00Z", ExitCode.OK, evaluation(7));
        report("wrong", "2026-12-02T08:00:00Z", ExitCode.MISMATCH, evaluation(7));
        report("failed", "2026-12-02T08:00:00Z", ExitCode.INTERNAL_ERROR, null);
        Files.writeString(folder.resolve("reports/undated.json"), "{\"command\": \"evaluate\", \"result\": {}}");
        Files.writeString(folder.resolve("reports/tests.json"), "{\"tests\": 3}");

        CliRun run = results();

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out().lines())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).endsWith("wrong.json: evaluate ended with MISMATCH"),
                        line -> assertThat(line).endsWith("failed.json: evaluate ended without a result"),
                        line -> assertThat(line).contains("undated.json: it does not say when"),
                        line -> assertThat(line).contains("baselines: added", "float scales"));
        assertThat(page).content().isEqualTo(before);
    }

    @Test
    void dataAndPagesThatDoNotFitAreRefusedAndNothingIsWritten() throws IOException {
        report("new", "2026-12-02T08:00:00Z", ExitCode.OK, evaluation(7));
        String rows = Files.readString(data);
        Files.writeString(page, "no table\n");
        results().assertRefused("page.md", "<!-- results: NAME -->");
        Files.writeString(page, "<!-- results: luck -->\n<!-- end of luck -->\n");
        results().assertRefused("page.md", "no table of results luck");
        assertThat(data).hasContent(rows);

        Files.writeString(data, rows.replace("\"top-1\"", "\"top-2\""));
        results().assertRefused("results.json", "top-2");
        Files.writeString(data, rows.replace("4/8/4", "8/8/4"));
        results().assertRefused("results.json", "two rows of accuracy");
        Files.writeString(data, rows.replace("2026-12-01", "yesterday"));
        results().assertRefused("results.json", "date");
        Files.writeString(data, "[");
        results().assertRefused("results.json");
    }

    private CliRun results() {
        return CliRun.of("results", "--reports", folder.resolve("reports"), "--data", data, "--page", page);
    }

    private void report(String name, String date, ExitCode exitCode, Object result) {
        Origin origin = new Origin(
                date, "fedc", MAKE, List.of("evaluate", "--calibration", "/data/my photos", "--images", "/data/val"));
        new CommandReport("evaluate", "0", origin, exitCode, exitCode.status(), 1, null, List.of(), result)
                .writeTo(folder.resolve("reports").resolve(name + ".json"));
    }

    private static Map<String, Object> evaluation(int calibrationImages) {
        return Map.of(
                "model",
                "/home/me/deit.safetensors",
                "bits",
                "8/8/4",
                "calibrationImages",
                calibrationImages,
                "images",
                30,
                "methods",
                List.of(method("float", false, 0.8), method("float scales", false, 0.6), method("p2vit", true, 0.7)));
    }

    private static Map<String, Object> method(String name, boolean integer, double top1) {
        return Map.of(
                "method", name,
                "integer", integer,
                "top1", Map.of("value", top1, "low", 0.5, "high", 0.9),
                "agreement", Map.of("value", 0.967, "low", 0.94, "high", 0.982),
                "logitSqnrDb", Map.of("value", 18.46, "low", 18, "high", 19));
    }
}
