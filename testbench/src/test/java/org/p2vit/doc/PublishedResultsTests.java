// SPDX-License-Identifier: Apache-2.0
package org.p2vit.doc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.testbench.results.MarkedPage;
import org.p2vit.testbench.results.ResultTable;
import org.p2vit.testbench.results.Results;

/** The tables of the pages are those of {@code doc/results.json}: nobody has written a figure by hand. */
class PublishedResultsTests {
    private static final Path DATA = DocPage.ROOT.resolve("doc/results.json");
    private static final int README_BYTES = 7_000;

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "doc/results.md"})
    void tablesAreThoseOfTheData(String name) throws IOException {
        String page = Files.readString(DocPage.ROOT.resolve(name));
        assertThat(page).as("%s; run make results", name).isEqualTo(MarkedPage.filled(page, Results.read(DATA)));
    }

    @Test
    void everyTableHasAPlaceAndRows() throws IOException {
        String page = Files.readString(DocPage.ROOT.resolve("doc/results.md"));
        Results results = Results.read(DATA);
        for (ResultTable table : ResultTable.values()) {
            assertThat(page).contains("<!-- results: " + table.label() + " -->");
            assertThat(results.rows(table)).as(table.label()).isNotEmpty();
        }
    }

    @Test
    void theDataFileIsAsItIsWritten() throws IOException {
        Path copy = Files.createTempFile("results", ".json");
        try {
            Results.read(DATA).write(copy);
            assertThat(copy).hasSameTextualContentAs(DATA);
        } finally {
            Files.delete(copy);
        }
    }

    @Test
    void readmeIsShort() throws IOException {
        assertThat(Files.size(DocPage.ROOT.resolve("README.md"))).isLessThanOrEqualTo(README_BYTES);
    }
}
