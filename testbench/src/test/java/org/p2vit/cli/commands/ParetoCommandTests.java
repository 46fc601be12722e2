// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.cli.CliRun;
import org.p2vit.cli.TrainedFiles;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.quant.search.BitTable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ParetoCommandTests {
    private static final String LABELS = "glyph-00000.png 0\nglyph-00001.png 4\n";

    @TempDir
    private Path folder;

    private TrainedFiles files;

    @BeforeEach
    void makeFiles() throws IOException {
        files = TrainedFiles.of(folder, 8);
    }

    @Test
    void everyNetworkStandsOnTheConfigurationsOfItsAttention() throws Exception {
        Path table = folder.resolve("mixed.json");
        Path search = folder.resolve("search.json");
        requireOk(files.run("search", "--bit-table", table, "--budget", 0.85, "--generations", 1, "--json", search));
        Path picture = folder.resolve("pareto.svg");
        Path json = folder.resolve("pareto.json");
        CliRun run = pareto(
                List.of(
                        evaluate("wide.json", "--bits", "8/8/4"),
                        evaluate("int4.json", "--bits", "4/8/4"),
                        evaluate("some.json", "--bit-table", table),
                        evaluate("uniform.json", "--bits", "8/8/8")),
                "--search",
                search,
                "--configs",
                "tiny," + files.scalable() + ",src/test/resources/tiny-multiply.yaml",
                "--output",
                picture,
                "--json",
                json);
        requireOk(run);

        List<JsonNode> rows =
                CliRun.report(json).path("result").path("rows").valueStream().toList();
        assertThat(cycles(rows, "tiny-w4", "8/8/4")).isEqualTo(cycles(rows, "tiny", "8/8/4"));
        assertThat(cycles(rows, "tiny-w4", "4/8/4")).isLessThan(cycles(rows, "tiny", "4/8/4"));
        assertThat(of(rows, "tiny", "4/8/4").path("point").path("bytes").asLong())
                .isLessThan(
                        of(rows, "tiny", "8/8/4").path("point").path("bytes").asLong());
        assertThat(of(rows, "tiny", "8/8/4 with mixed.json")
                        .path("point")
                        .path("network")
                        .path("int4")
                        .valueStream()
                        .map(JsonNode::asString)
                        .collect(Collectors.toSet()))
                .isEqualTo(BitTable.read(table).layers().keySet());
        assertThat(rows)
                .filteredOn(row -> row.path("point").path("config").asString().equals("tiny-multiply"))
                .hasSize(1);
        assertThat(run.out()).contains("search, ", "8/8/8", "  *");
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(picture.toFile())
                        .getDocumentElement()
                        .getTextContent())
                .contains("tiny-w4", "search, tiny", "8/8/4", "mixed", "log2 attention", "uniform attention");
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        Path nonsense = Files.writeString(folder.resolve("nonsense.json"), "{\"result\": {\"model\": 3}}");
        pareto(List.of(nonsense), "--output", folder.resolve("never.svg"))
                .assertRefused("nonsense.json", "no report of evaluate");
        Path failed =
                Files.writeString(folder.resolve("failed.json"), "{\"command\": \"evaluate\", \"exitStatus\": 2}");
        pareto(List.of(failed), "--output", folder.resolve("never.svg")).assertRefused("none of the evaluations");
    }

    @Test
    void reportsOfAnotherModelAreRefused() throws IOException {
        Path report = evaluate("one.json", "--bits", "8/8/4");
        Path search = folder.resolve("search.json");
        requireOk(files.run(
                "search",
                "--bit-table",
                folder.resolve("t.json"),
                "--budget",
                0.85,
                "--generations",
                1,
                "--json",
                search));
        Path other = Files.writeString(
                folder.resolve("other.json"),
                Files.readString(search).replace("weights.safetensors", "other.safetensors"));
        pareto(List.of(report), "--search", other, "--output", folder.resolve("never.svg"))
                .assertRefused("weights.safetensors", "other.json is of", "other.safetensors");

        Path otherSpelling = Files.writeString(
                folder.resolve("spelling.json"),
                Files.readString(report).replace(folder + "/weights", folder + "/./weights"));
        CliRun run = pareto(List.of(report, otherSpelling), "--configs", "tiny", "--output", folder.resolve("p.svg"));
        requireOk(run);
        assertThat(run.out().lines().filter(line -> line.startsWith("tiny")))
                .as("one network")
                .hasSize(1);
    }

    private Path evaluate(String name, Object... more) throws IOException {
        Path report = folder.resolve(name);
        List<Object> args = new ArrayList<>(List.of(more));
        args.addAll(List.of("--no-baselines", "--tensor-images", 0, "--json", report));
        requireOk(files.runLabelled("evaluate", LABELS, args.toArray()));
        return report;
    }

    private static void requireOk(CliRun run) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
    }

    private static CliRun pareto(List<Path> evaluations, Object... more) {
        List<Object> args = new ArrayList<>(List.of("pareto", "--evaluations"));
        args.addAll(evaluations);
        args.addAll(List.of(more));
        return CliRun.of(args.toArray());
    }

    private static JsonNode of(List<JsonNode> rows, String config, String bits) {
        return rows.stream()
                .filter(row -> row.path("point").path("config").asString().equals(config))
                .filter(row -> row.path("point")
                        .path("network")
                        .path("name")
                        .asString()
                        .equals(bits))
                .findFirst()
                .orElseThrow();
    }

    private static long cycles(List<JsonNode> rows, String config, String bits) {
        return of(rows, config, bits).path("point").path("cycles").asLong();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                     | it names no command",
                "[1]                                    | it names no command",
                "null                                   | it names no command",
                "{\"command\":\"estimate\",\"result\":{}} | it is one of estimate",
                "{\"command\":\"evaluate\",\"result\":{}} | its result, at model, is not as this version writes it; run evaluate again",
                "{\"command\":\"evaluate\"              | it cannot be read as JSON"
            })
    void whatIsNoReportIsRefused(String text, String why) throws IOException {
        Path report = Files.writeString(folder.resolve("foreign.json"), text);
        CliRun run = pareto(List.of(report), "--output", folder.resolve("pareto.svg"));
        run.assertRefused("foreign.json is no report of evaluate: " + why);
        assertThat(run.err()).doesNotContain("org.p2vit", "Feature", "\\u");
    }

    @Test
    void aReportWithoutAValueIsRefused() throws IOException {
        Path whole = evaluate("whole.json", "--bits", "8/8/4");
        for (String field : List.of("model", "shape", "bits", "methods", "int4")) {
            ObjectNode report = (ObjectNode) CliRun.report(whole);
            ((ObjectNode) report.get("result")).putNull(field);
            Path broken = Files.writeString(folder.resolve("broken.json"), report.toString());
            pareto(List.of(broken), "--output", folder.resolve("pareto.svg"))
                    .assertRefused("its result, at " + field + ", is not as this version writes it");
        }
    }
}
