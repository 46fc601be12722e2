// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2vit.quant.witness.Whole.list;
import static org.p2vit.quant.witness.Whole.whole;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Three sources of each table: the document's numbers, its definitions, the golden model. */
class WitnessTablesTests {
    private final WordComparison comparison = new WordComparison();

    @Test
    void tableT() throws IOException {
        all("T", 193, index -> DerivedTables.t(64 + index), GoldenGlue.tableT());
    }

    @Test
    void tableE() throws IOException {
        all("E", 256, DerivedTables::e, GoldenGlue.tableE());
    }

    @Test
    void tableR() throws IOException {
        all("R", 256, DerivedTables::r, GoldenGlue.tableR());
    }

    @Test
    void thresholdsOfTheDither() throws IOException {
        List<BigInteger> golden = list(8, i -> whole(GoldenGlue.dither(i + 1, 100)));
        all("theta", 8, DerivedTables::theta, golden);
    }

    @Test
    void theLogarithmOfE() {
        assertThat(DerivedTables.LOG2_E).isEqualTo(47274);
    }

    /** All exponents of tables that are neither all zeros nor all saturated, and beyond; three offsets in turn. */
    @Test
    void tablesOfGelu() {
        int[] offsets = {0, 21, 127};
        for (int input = -8; input <= 2; input++) {
            ExactGelu table = ExactGelu.of(input);
            for (int output = -9; output <= 1; output++) {
                int offset = offsets[Math.floorMod(input + output, offsets.length)];
                comparison.compare(
                        "GELU 2^" + input + " to 2^" + output + " offset " + offset,
                        1,
                        table.entries(output, offset),
                        GoldenGlue.geluTable(input, output, offset),
                        "this test");
            }
        }
        assertThat(comparison.words()).isEqualTo(11 * 11 * 256);
    }

    private void all(String name, int entries, IntFunction<BigInteger> derived, List<BigInteger> golden)
            throws IOException {
        List<BigInteger> definition = list(entries, derived);
        comparison.compare("table " + name + " of the document", 1, definition, ofTheDocument(name), "this test");
        comparison.compare("table " + name + " of the golden model", 1, definition, golden, "this test");
    }

    private static List<BigInteger> ofTheDocument(String name) throws IOException {
        List<BigInteger> words = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(Path.of("doc/arithmetic.md"))) {
            if (line.startsWith("```")) {
                inside = line.equals("```table-" + name);
            } else if (inside) {
                Arrays.stream(line.split(" ")).map(BigInteger::new).forEach(words::add);
            }
        }
        return words;
    }
}
