// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.cli.CliRun;
import org.p2vit.cli.run.ExitCode;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.testbench.FourBitMachine;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;

class ExploreCommandTests {
    @TempDir
    private Path folder;

    @Test
    void comparesEveryShapeAndDrawsThem() throws Exception {
        Path picture = folder.resolve("plots/explore.svg");
        Path json = folder.resolve("explore.json");
        CliRun run = CliRun.of("explore", "--arch", "deit-tiny", "--output", picture, "--json", json);

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        JsonNode points = CliRun.report(json).path("result").path("points");
        assertThat(points.size()).isGreaterThan(20);
        assertThat(run.out()).contains("4x16x1", "8x16x2");
        Document svg = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(picture.toFile());
        assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(2 * points.size());
    }

    /** Half of the weights' bits are fewer cycles on the multipliers of a configuration that gains by them, and on no others. */
    @Test
    @Tag("slow")
    void knowsBitsOfWeights() {
        requireGain(FourBitMachine.FILE, 1.5, 2.0);
        requireGain("kv260", 1.0, 1.1);
    }

    private void requireGain(String like, double least, double most) {
        JsonNode eight = explore("--like", like);
        JsonNode four = explore("--like", like, "--weights", "4");

        assertThat(four.path("weightBits").asString()).isEqualTo("4");
        assertThat(four.path("like").asString())
                .isEqualTo(AcceleratorConfig.load(like).name());
        assertThat(cycles(eight) / cycles(four)).as(like).isBetween(least, most);
        assertThat(row(four).path("utilisation").asDouble()).isLessThan(1.2);
    }

    private JsonNode explore(Object... options) {
        Path json = folder.resolve("explore.json");
        List<Object> args = new ArrayList<>(List.of("explore", "--json", json, "--output", folder.resolve("e.svg")));
        args.addAll(List.of(options));
        CliRun run = CliRun.of(args.toArray());
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        return CliRun.report(json).path("result");
    }

    private static double cycles(JsonNode result) {
        return row(result).at("/point/cycles").asDouble();
    }

    /** The shape of kv260. */
    private static JsonNode row(JsonNode result) {
        return result.path("points")
                .valueStream()
                .filter(row -> row.at("/point/name").asString().equals("4x16x1"))
                .findFirst()
                .orElseThrow();
    }
}
