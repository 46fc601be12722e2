// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.model.LayerKind;

class BitTableTests {
    @TempDir
    Path folder;

    @Test
    void isReadAsItWasWritten() {
        BitTable table = new BitTable(
                8,
                Map.of(
                        "blocks.0.q", LayerKind.dense(4),
                        "blocks.11.fc2", LayerKind.dense(8),
                        "fc1", LayerKind.parse("8s2:4")));
        Path file = folder.resolve("new/bits.json");
        table.write(file);
        assertThat(BitTable.read(file)).isEqualTo(table);
        assertThat(table.in(QuantizerOptions.DEFAULT.withWeightBits(4)).weightBits())
                .isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"weightBits\": 8}",
                "{\"layers\": {}}",
                "{\"weightBits\": 8, \"layers\": {\"blocks.0.q\": null}}",
                "{\"weightBits\": 8, \"layers\": {\"blocks.0.q\": \"few\"}}",
                "{\"weightBits\": 8, \"layers\": {}, \"seed\": 1}",
                "null",
                "8",
                "{\"weightBits\": null, \"layers\": {}}",
                "{\"weightBits\": 8, \"layers\": null}",
                "{\"weightBits\": 8.0, \"layers\": {}}",
                "{\"weightBits\": 8, \"layers\": {\"blocks.0.q\": 4.5}}",
                "{\"weightBits\": \"8\", \"layers\": {}}",
                "{\"weightBits\": 8, \"layers\": {\"blocks.0.q\": true}}",
                "{\"weightBits\": 8, \"layers\": {\"blocks.0.q\": 4294967300}}",
                "{\"weightBits\": 8, \"layers\": {\"blocks.0.q\": 4, \"blocks.0.q\": 8}}",
                "{\"weightBits\": 8, \"weightBits\": 4, \"layers\": {}}",
                "{\"weightBits\": 8, \"layers\": {\"blocks.0.q\": 5}}",
                "{\"weightBits\": 0, \"layers\": {}}",
                "{\"weightBits\": 8, \"layers\": {\"blocks.0.q\": \"8s1:4\"}}",
                "{\"weightBits\": 8, \"layers\": {\"blocks.0.q\": \"6s2:4\"}}",
                "{\"weightBits\": 8, \"layers\": {}} {}"
            })
    void malformedFilesAreRefused(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("bits.json"), text);
        assertThatThrownBy(() -> BitTable.read(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("bits.json");
    }

    @Test
    void absentFileIsNamed() {
        assertThatThrownBy(() -> BitTable.read(folder.resolve("none.json")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("none.json");
    }
}
