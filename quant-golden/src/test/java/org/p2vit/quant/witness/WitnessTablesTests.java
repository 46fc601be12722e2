// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2vit.quant.witness.Whole.list;
import static org.p2vit.quant.witness.Whole.whole;

import java.io.IOException;
import java.math.BigDecimal;
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

    /** Ends of known numbers: π, and 1 − Φ(1) = 0.158655253931457… and 1 − Φ(3) = 0.001349898031630…, from tables of both. */
    @Test
    void tailsAreEnclosedTightly() {
        assertEnclosed(ExactTail.PI, "3.14159265358979323846", 40);
        assertEnclosed(ExactTail.beyond(Ratio.of(1)), "0.158655253931457", 30);
        assertEnclosed(ExactTail.beyond(Ratio.of(3)), "0.00134989803163", 30);
        assertEnclosed(ExactTail.beyond(Ratio.of(0)), "0.5", 30);
    }

    /** The ends differ by less than a digit would say, and the number as it is printed is theirs to within its last digit. */
    private static void assertEnclosed(ExactTail.Enclosed value, String printed, int digits) {
        assertThat(value.least()).isLessThanOrEqualTo(value.greatest());
        Ratio apart = value.greatest().minus(value.least());
        assertThat(apart).isLessThan(Ratio.of(1).over(Ratio.of(BigInteger.TEN.pow(digits))));
        BigDecimal number = new BigDecimal(printed);
        Ratio last = Ratio.of(1).over(Ratio.of(BigInteger.TEN.pow(number.scale())));
        Ratio middle = Ratio.of(number.unscaledValue()).times(last);
        assertThat(value.least()).isBetween(middle.minus(last), middle.plus(last));
    }

    @Test
    void theLogarithmOfE() {
        assertThat(DerivedTables.LOG2_E).isEqualTo(47274);
    }

    @Test
    void tableQ() throws IOException {
        all("Q", 128, i -> DerivedTables.q(whole(i)), GoldenGlue.tableQ());
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
