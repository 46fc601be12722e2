// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;

class ExploreCommandTest {
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
}
