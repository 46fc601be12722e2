// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.formal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.testbench.formal.ProofResult.Cover;
import org.p2vit.testbench.formal.ProofResult.Mutant;

class ProofJobsTests {
    private static final Path PAGE = Path.of("doc", "formal.md");
    private static final Path PROPERTIES = Path.of("src/main/resources/org/p2vit/testbench/formal");

    @Test
    void thePageHasTheTableOfJobs() throws IOException {
        assertThat(Files.readString(PAGE)).contains(ProofJobs.table());
    }

    @Test
    void everyPropertyFileIsAJobs() throws IOException {
        try (var files = Files.list(PROPERTIES)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".sv"))
                    .map(name -> name.replace(".sv", ""))
                    .toList();
            assertThat(ProofJobs.every())
                    .extracting(ProofJob::name)
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @Test
    void anUnknownJobIsRefused() {
        assertThatThrownBy(() -> ProofJobs.named("nothing"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("there is no job nothing; there are fifo, ");
    }

    @Test
    void whatShowsNothingFails() {
        ProofResult good = result(true, List.of(new Cover("full", true)), true);
        assertThat(good.passed()).isTrue();
        assertThat(result(false, List.of(new Cover("full", true)), true).passed())
                .isFalse();
        assertThat(result(true, List.of(), true).passed()).isFalse();
        assertThat(result(true, List.of(new Cover("full", false)), true).passed())
                .isFalse();
        ProofResult unrefuted = result(true, List.of(new Cover("full", true)), false);
        assertThat(unrefuted.passed()).isFalse();
        assertThat(FormalFigures.rows(List.of(good, unrefuted)).get(2).met()).isFalse();
        assertThat(FormalFigures.line(unrefuted)).startsWith("FAILED");
    }

    private static ProofResult result(boolean proven, List<Cover> covers, boolean refuted) {
        return new ProofResult(
                "cell",
                "Cell",
                "unbounded",
                proven,
                true,
                2,
                proven ? "" : "violated",
                List.of("order"),
                covers,
                List.of(new Mutant("a", "b", refuted)),
                1);
    }
}
