// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.p2vit.quant.ContractDocument;
import org.p2vit.quant.spec.NumericContract;

/** The golden side agrees with every number that the page prints. */
class ArithmeticContractTests {
    private final ContractDocument document = ContractDocument.read("arithmetic.md");

    @Test
    void roundShiftFollowsTheTieTable() {
        List<List<String>> rows = document.table("roundShift");
        assertThat(rows).hasSizeGreaterThanOrEqualTo(12);
        for (List<String> row : rows) {
            long x = Long.parseLong(row.get(0));
            int n = Integer.parseInt(row.get(1));
            assertThat(FixedPoint.roundShift(x, n))
                    .as("roundShift(%d, %d)", x, n)
                    .isEqualTo(Long.parseLong(row.get(3)));
        }
    }

    @Test
    void saturationFollowsItsTable() {
        List<List<String>> rows = document.table("sat8");
        assertThat(rows).hasSizeGreaterThanOrEqualTo(6);
        for (List<String> row : rows) {
            long x = Long.parseLong(row.get(0));
            assertThat(FixedPoint.saturate8(x)).as("sat8(%d)", x).isEqualTo(Byte.parseByte(row.get(1)));
        }
        List<List<String>> stream = document.table("sat9");
        assertThat(stream).hasSizeGreaterThanOrEqualTo(6);
        for (List<String> row : stream) {
            long x = Long.parseLong(row.get(0));
            assertThat(FixedPoint.saturate9(x)).as("sat9(%d)", x).isEqualTo(Short.parseShort(row.get(1)));
        }
    }

    @Test
    void boundsAreThoseOfTheLinearLayer() {
        List<List<String>> rows = document.tableWithHeader("| operand | bound |");
        assertThat(rows)
                .containsExactlyInAnyOrder(
                        List.of("K", "1 … " + NumericContract.MAX_DEPTH),
                        List.of("bias", "[−2^29, 2^29]"),
                        List.of("shift", "0 … " + NumericContract.MAX_SHIFT),
                        List.of("residualShift", "0 … " + NumericContract.MAX_RESIDUAL_SHIFT));
        assertThat(NumericContract.MAX_BIAS).isEqualTo(1 << 29);
    }

    @Test
    void tablesAreThePrintedOnes() {
        assertThat(ContractTables.tableT()).isEqualTo(document.numbers("table-T"));
        assertThat(ContractTables.tableE()).isEqualTo(document.numbers("table-E"));
        assertThat(ContractTables.tableR()).isEqualTo(document.numbers("table-R"));
        assertThat(IntStream.rangeClosed(1, 8)
                        .map(j -> UniformSoftmaxKernel.dither(j, 9))
                        .toArray())
                .isEqualTo(document.numbers("table-theta"));
    }

    @Test
    void constantOfTheExponentialIsRounded() {
        assertThat(NumericContract.LOG2_E_Q15).isEqualTo((int) Math.round((1 << 15) / Math.log(2)));
    }
}
