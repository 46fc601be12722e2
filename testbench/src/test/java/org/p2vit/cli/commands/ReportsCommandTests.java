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

class ReportsCommandTests {
    @TempDir
    private Path folder;

    @Test
    void everyReportIsListedTheNewestFirstWithItsOrigin() throws IOException {
        report("synth.json", new Origin("2026-12-01T08:00:00Z", "feed", "make synth CONFIG=a&b", List.of("synth")));
        report("bench.json", new Origin("2026-12-02T09:30:00Z", "beef", null, List.of("bench", "--images", "3")));
        Files.writeString(folder.resolve("bench.html"), "<p>a page</p>");
        Files.writeString(folder.resolve("test.json"), "{\"tests\": 3}");

        CliRun run = run();

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("index.html: 2 reports");
        String page = Files.readString(folder.resolve("index.html"));
        assertThat(page)
                .containsSubsequence(
                        "<a href=\"bench.html\">bench.html</a>",
                        "2026-12-02 09:30:00",
                        "beef",
                        "p2vit bench --images 3",
                        "<a href=\"synth.json\">synth.json</a>",
                        "2026-12-01 08:00:00",
                        "make synth CONFIG=a&amp;b")
                .doesNotContain("test.json");
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        CliRun run = CliRun.of("reports", "--reports", folder.resolve("no"), "--output", folder.resolve("index.html"));
        run.assertRefused(folder.resolve("no").toString());
        assertThat(folder.resolve("index.html")).doesNotExist();
    }

    private CliRun run() {
        return CliRun.of("reports", "--reports", folder, "--output", folder.resolve("index.html"));
    }

    private void report(String name, Origin origin) {
        new CommandReport(origin.arguments().get(0), "0", origin, ExitCode.OK, 0, 1.5, null, List.of(), null)
                .writeTo(folder.resolve(name));
    }
}
