// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The notebook has the form that it says it has (nbformat 4.4), without outputs of an earlier run; {@link DriverPynqCosimTests} runs it. */
@Tag("fpga")
class DriverNotebookTests {
    private static final JsonNode NOTEBOOK =
            JsonMapper.shared().readTree(DriverProgram.FPGA.resolve("pynq/p2vit.ipynb"));

    @Test
    void theNotebookIsOfItsForm() {
        assertThat(NOTEBOOK.propertyNames())
                .containsExactlyInAnyOrder("nbformat", "nbformat_minor", "metadata", "cells");
        assertThat(NOTEBOOK.path("nbformat").intValue()).isEqualTo(4);
        // From minor version 5 on, cells must have identifiers.
        assertThat(NOTEBOOK.path("nbformat_minor").intValue()).isEqualTo(4);
        JsonNode kernel = NOTEBOOK.path("metadata").path("kernelspec");
        assertThat(kernel.path("name").stringValue()).isEqualTo("python3");
        assertThat(kernel.path("display_name").isString()).isTrue();
        assertThat(NOTEBOOK.path("cells").size()).isGreaterThan(5);
    }

    @Test
    void everyCellIsOfItsForm() {
        for (JsonNode cell : NOTEBOOK.path("cells")) {
            if (cell.path("cell_type").stringValue().equals("code")) {
                assertThat(cell.propertyNames())
                        .containsExactlyInAnyOrder("cell_type", "metadata", "source", "outputs", "execution_count");
                assertThat(cell.path("outputs").isArray()).isTrue();
                assertThat(cell.path("outputs").isEmpty()).isTrue();
                assertThat(cell.path("execution_count").isNull()).isTrue();
            } else {
                assertThat(cell.path("cell_type").stringValue()).isEqualTo("markdown");
                assertThat(Set.copyOf(cell.propertyNames())).isEqualTo(Set.of("cell_type", "metadata", "source"));
            }
            assertThat(cell.path("metadata").isObject()).isTrue();
            List<String> lines =
                    cell.path("source").valueStream().map(JsonNode::stringValue).toList();
            assertThat(lines).isNotEmpty();
            assertThat(lines.subList(0, lines.size() - 1)).allMatch(line -> line.endsWith("\n"));
        }
    }
}
