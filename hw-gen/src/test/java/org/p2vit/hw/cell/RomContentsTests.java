// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The hardware's tables are those that the numeric contract prints. */
class RomContentsTests {
    private static final Path CONTRACT = Path.of("..", "quant-golden", "doc", "arithmetic.md");

    @Test
    void reciprocalRootsAreTableT() throws IOException {
        int[] printed = printed("table-T");
        assertThat(printed).hasSize(256 - 64 + 1);
        assertThat(IntStream.rangeClosed(64, 256)
                        .map(RomContents::reciprocalRoot)
                        .toArray())
                .containsExactly(printed);
    }

    @Test
    void exponentialsAreTableE() throws IOException {
        assertThat(RomContents.exponentials()).hasSize(256).containsExactly(printed("table-E"));
    }

    @Test
    void reciprocalsAreTableR() throws IOException {
        assertThat(RomContents.reciprocals()).hasSize(256).containsExactly(printed("table-R"));
    }

    @Test
    void tailsAreTableQ() throws IOException {
        assertThat(RomContents.tails()).hasSize(128).containsExactly(printed("table-Q"));
    }

    /** The numbers of the fenced block {@code name}. */
    private static int[] printed(String name) throws IOException {
        return Files.readAllLines(CONTRACT).stream()
                .dropWhile(line -> !line.equals("```" + name))
                .skip(1)
                .takeWhile(line -> !line.equals("```"))
                .flatMap(line -> Arrays.stream(line.trim().split("\\s+")))
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
