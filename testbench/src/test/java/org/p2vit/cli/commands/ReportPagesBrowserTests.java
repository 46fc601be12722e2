// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.cli.CliRun;
import org.p2vit.cli.TrainedFiles;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.testbench.verilator.Toolchain;

/** Pages of reports as a browser shows them: no two texts cover each other, nothing hangs out of a screen, no error is logged. */
@Tag("tools")
@Tag("nightly")
class ReportPagesBrowserTests {
    private static final String BROWSER = "chromium";

    /** Leaves what it finds in the document, which the browser then prints. */
    private static final String PROBE = """
            <script>
            const found = [];
            const texts = [...document.querySelectorAll('svg text')].map(t => [t.textContent, t.getBoundingClientRect(), t.closest('svg')]);
            const apart = (a, b) => a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
            texts.forEach(([text, box, svg], i) => texts.slice(0, i).forEach(([other, place, root]) => {
                if (svg === root && !apart(box, place)) found.push('overlap: ' + text + ' / ' + other);
            }));
            texts.forEach(([text, box, svg]) => {
                const frame = svg.getBoundingClientRect();
                if (box.left < frame.left - 1 || box.right > frame.right + 1) found.push('cut: ' + text);
            });
            if (document.documentElement.scrollWidth > window.innerWidth + 1) found.push('wider than the screen');
            const result = document.createElement('p');
            result.textContent = 'PROBE ' + texts.length + ' texts; ' + getComputedStyle(document.body).backgroundColor + '; ' + found.join(' | ') + ' END';
            document.body.append(result);
            </script>
            """;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void makePages() throws IOException {
        Assumptions.assumeTrue(
                Toolchain.present(BROWSER), BROWSER + " is not installed; `make nightly-tests` installs it");
        TrainedFiles files = TrainedFiles.of(folder, 8);
        String labels = "glyph-00004.png 0\nglyph-00005.png 1\n";
        CliRun evaluated = files.runLabelled(
                "evaluate",
                labels,
                "--json",
                folder.resolve("evaluate.json"),
                "--html",
                folder.resolve("evaluate.html"));
        assertThat(evaluated.exitCode()).as(evaluated.err()).isEqualTo(ExitCode.OK);
        CliRun ablated = files.runLabelled(
                "ablation",
                labels,
                "--calibration-images=4",
                "--json",
                folder.resolve("ablation.json"),
                "--html",
                folder.resolve("ablation.html"));
        assertThat(ablated.exitCode()).as(ablated.err()).isEqualTo(ExitCode.OK);
        CliRun listed = CliRun.of("reports", "--reports", folder, "--output", folder.resolve("index.html"));
        assertThat(listed.exitCode()).as(listed.err()).isEqualTo(ExitCode.OK);
    }

    @ParameterizedTest
    @CsvSource({
        "evaluate, 1200",
        "evaluate, 400",
        "ablation, 1200",
        "ablation, 400",
        "index, 1200",
        "index, 400",
    })
    void nothingOverlapsOrHangsOut(String page, int width) throws Exception {
        String probe = probe(page, Files.readString(folder.resolve(page + ".html")), width);
        assertThat(probe).matches("PROBE \\d+ texts; [^;]*;  END");
        if (page.equals("evaluate")) {
            assertThat(Integer.parseInt(probe.split(" ")[1]))
                    .as("labels of charts")
                    .isGreaterThan(50);
        }
    }

    @Test
    void whatOverlapsIsFound() throws Exception {
        String page =
                "<!DOCTYPE html><body style='margin:0'><svg width='900' height='40'><text x='9' y='20'>first</text>"
                        + "<text x='20' y='22'>second</text><text x='880' y='20'>third</text></svg></body>";
        assertThat(probe("bad", page, 400)).contains("overlap: second / first", "cut: third", "wider than the screen");
    }

    private static String probe(String name, String page, int width) throws Exception {
        Path file = Files.writeString(folder.resolve("probe-" + name + ".html"), page + PROBE);
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(List.of(
                        BROWSER,
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--enable-logging=stderr",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--window-size=" + width + ",900",
                        "--dump-dom",
                        "file://" + file))
                .redirectError(log.toFile())
                .start();
        String dom = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(Files.readString(log)).doesNotContain("CONSOLE");
        return Pattern.compile("PROBE .*? END", Pattern.DOTALL)
                .matcher(dom.substring(dom.lastIndexOf("<p>")))
                .results()
                .map(MatchResult::group)
                .findFirst()
                .orElse(dom);
    }
}
