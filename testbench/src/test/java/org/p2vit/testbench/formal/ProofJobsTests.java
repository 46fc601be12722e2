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
        ProofResult good = result(Answer.YES, List.of(new Cover("full", Answer.YES)), Answer.YES);
        assertThat(good.passed()).isTrue();
        assertFailed(result(Answer.NO, List.of(new Cover("full", Answer.YES)), Answer.YES));
        assertFailed(result(Answer.YES, List.of(), Answer.YES));
        assertFailed(result(Answer.YES, List.of(), Answer.NONE));
        assertFailed(result(Answer.YES, List.of(new Cover("full", Answer.NO)), Answer.YES));
        assertFailed(result(Answer.YES, List.of(new Cover("full", Answer.NO)), Answer.NONE));
        ProofResult unrefuted = result(Answer.YES, List.of(new Cover("full", Answer.YES)), Answer.NO);
        assertFailed(unrefuted);
        assertThat(FormalFigures.rows(List.of(good, unrefuted)).get(2).met()).isFalse();
    }

    @Test
    void whatHasNoAnswerIsNotCalledVacuous() {
        List<Cover> reached = List.of(new Cover("full", Answer.YES));
        ProofResult silent = result(Answer.YES, List.of(new Cover("full", Answer.NONE)), Answer.YES);
        assertThat(silent.faults()).containsExactly("cell: no answer within the time whether full is reached");
        for (ProofResult one :
                List.of(silent, result(Answer.NONE, reached, Answer.YES), result(Answer.YES, reached, Answer.NONE))) {
            assertThat(one.passed()).isFalse();
            assertThat(one.unanswered()).isTrue();
            assertThat(one.faults()).singleElement().asString().doesNotContain("vacuous");
            assertThat(FormalFigures.line(one)).startsWith("no answer");
            assertThat(FormalFigures.rows(List.of(one)).get(2).met()).isTrue();
            assertThat(FormalFigures.rows(List.of(one)).get(3).met()).isFalse();
        }
    }

    @Test
    void aSearchThatEndsEarlySaysNothingOfTheOtherCovers() {
        List<String> covers = List.of("empty", "full", "full_again");
        String ended = """
                ##   0:00:00  Checking cover reachability in step 3..
                ##   0:00:00  Reached cover statement at full in step 3.
                ##   0:00:00  Checking cover reachability in step 4..
                """;
        assertThat(Prover.reached(covers, ended))
                .extracting(Cover::reached)
                .containsExactly(Answer.NONE, Answer.YES, Answer.NONE);
        String complete = ended + """
                ##   0:00:00  Unreached cover statement at empty.
                ##   0:00:00  Unreached cover statement at full_again.
                ##   0:00:00  Status: FAILED
                """;
        assertThat(Prover.reached(covers, complete))
                .extracting(Cover::reached)
                .containsExactly(Answer.NO, Answer.YES, Answer.NO);
    }

    private static void assertFailed(ProofResult result) {
        assertThat(result.passed()).isFalse();
        assertThat(result.unanswered()).isFalse();
        assertThat(FormalFigures.line(result)).startsWith("FAILED");
    }

    private static ProofResult result(Answer proven, List<Cover> covers, Answer refuted) {
        return new ProofResult(
                "cell",
                "Cell",
                "unbounded",
                proven,
                true,
                2,
                proven == Answer.YES ? "" : "violated",
                List.of("order"),
                covers,
                List.of(new Mutant("a", "b", refuted)),
                1);
    }
}
