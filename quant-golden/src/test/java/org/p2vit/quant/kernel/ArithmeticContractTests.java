// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.LongUnaryOperator;
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
    void saturationFollowsItsTables() {
        saturationFollows("sat8", FixedPoint::saturate8);
        saturationFollows("sat9", FixedPoint::saturate9);
        saturationFollows("sat16", FixedPoint::saturate16);
        saturationFollows("sat18", FixedPoint::saturate18);
    }

    private void saturationFollows(String table, LongUnaryOperator saturate) {
        List<List<String>> rows = document.table(table);
        assertThat(rows).hasSizeGreaterThanOrEqualTo(6);
        for (List<String> row : rows) {
            long x = Long.parseLong(row.get(0));
            assertThat(saturate.applyAsLong(x)).as("%s(%d)", table, x).isEqualTo(Long.parseLong(row.get(1)));
        }
    }

    /** Steps of 1/32 from 0 to 4 and nine bits, §6; h has three bits more than the code, so one shift takes both. */
    @Test
    void constantsOfGeluBelongTogether() {
        assertThat(document.numbers("table-Q")).hasSize(NumericContract.TAIL_TABLE_SIZE);
        assertThat(1 << NumericContract.TAIL_INDEX_BITS).isEqualTo(NumericContract.TAIL_TABLE_SIZE);
        // Φ(0) = ½, and the first entry is taken at 1/64: a little less than half of 2^9.
        assertThat(2 * document.numbers("table-Q")[0]).isBetween((1 << NumericContract.TAIL_FRACTION_BITS) - 8, 1 << 9);
        assertThat(NumericContract.TAIL_FRACTION_BITS + NumericContract.GELU_GUARD_BITS)
                .isEqualTo(12);
        // i = |x|·32 = a·2^(e_y − 3 + 5) = (a << 7) >> j.
        assertThat(NumericContract.GELU_SHIFT_BASE)
                .isEqualTo(NumericContract.TAIL_INDEX_BITS + NumericContract.GELU_GUARD_BITS - 5);
        // With the greatest j the first index beyond the table is that of a = 2^15.
        assertThat((1 << 15 << NumericContract.TAIL_INDEX_BITS) >> NumericContract.MAX_GELU_SHIFT)
                .isEqualTo(NumericContract.TAIL_TABLE_SIZE);
        // The greatest d holds the greatest p, 2^17·2^9, in the 8 bits behind the shift.
        assertThat(NumericContract.GELU_INPUT_BITS - 1 + NumericContract.TAIL_FRACTION_BITS)
                .isEqualTo(19 + NumericContract.MAX_ROW_EXPONENT);
    }

    /** (r << 12) >> residualShift and z are both finer than h by four bits, and h is finer than the stream by one. */
    @Test
    void constantsOfTheSumBelongTogether() {
        assertThat(NumericContract.REQUANT_GUARD_BITS).isEqualTo(4);
        assertThat(NumericContract.RESIDUAL_LIFT_BITS).isEqualTo(12);
        assertThat(NumericContract.RESIDUAL_SHIFT_BASE).isEqualTo(7);
        assertThat(NumericContract.EXPONENT_BLOCK).isEqualTo(8);
        // The greatest k holds all of h, and a bit less does not: −2^(9+k) ≤ h < 2^(9+k).
        int held = NumericContract.STREAM_BITS - 1 + NumericContract.STREAM_GUARD_BITS;
        assertThat(held).isEqualTo(9);
        assertThat(held + NumericContract.MAX_STREAM_EXPONENT).isEqualTo(NumericContract.STREAM_INPUT_BITS - 1);
        assertThat(NumericContract.STREAM_MAX).isEqualTo((1 << NumericContract.STREAM_BITS - 1) - 1);
        // Steps of exponents as §2.2 has them: at most 1 down, at most 8 up.
        assertThat(NumericContract.MAX_STREAM_EXPONENT - NumericContract.RESIDUAL_SHIFT_BASE)
                .isEqualTo(-1);
        assertThat(NumericContract.MAX_RESIDUAL_SHIFT - NumericContract.RESIDUAL_SHIFT_BASE)
                .isEqualTo(8);
    }

    @Test
    void boundsAreThoseOfTheLinearLayer() {
        List<List<String>> rows = document.tableWithHeader("| operand | bound |");
        assertThat(rows)
                .containsExactlyInAnyOrder(
                        List.of("K", "1 … " + NumericContract.MAX_DEPTH),
                        List.of("ρ", "0 … " + NumericContract.MAX_ROW_EXPONENT),
                        List.of("bias", "[−2^29, 2^29]"),
                        List.of(
                                "shift",
                                "0 … " + NumericContract.MAX_SHIFT + "; " + NumericContract.MAX_ROW_EXPONENT + " … "
                                        + NumericContract.MAX_SHIFT + " where ρ is not always 0"),
                        List.of(
                                "residualShift",
                                "0 … " + NumericContract.MAX_RESIDUAL_SHIFT + "; "
                                        + NumericContract.MAX_STREAM_EXPONENT + " … "
                                        + NumericContract.MAX_RESIDUAL_SHIFT + " where κ is not always 0"));
        assertThat(NumericContract.MAX_BIAS).isEqualTo(1 << 29);
    }

    /** §2: 16 times what four bits hold is what eight bits hold. */
    @Test
    void weightsOfFourBitsAreInt8() {
        assertThat(NumericContract.INT4_MIN << NumericContract.INT4_SHIFT).isEqualTo(NumericContract.INT8_MIN);
        assertThat(NumericContract.INT4_MAX << NumericContract.INT4_SHIFT).isEqualTo(112);
    }

    @Test
    void tablesAreThePrintedOnes() {
        assertThat(ContractTables.tableT()).isEqualTo(document.numbers("table-T"));
        assertThat(ContractTables.tableE()).isEqualTo(document.numbers("table-E"));
        assertThat(ContractTables.tableR()).isEqualTo(document.numbers("table-R"));
        assertThat(ContractTables.tableQ()).isEqualTo(document.numbers("table-Q"));
        assertThat(IntStream.rangeClosed(1, 8)
                        .map(j -> UniformSoftmaxKernel.dither(j, 9, 1))
                        .toArray())
                .isEqualTo(document.numbers("table-theta"));
    }

    @Test
    void constantOfTheExponentialIsRounded() {
        assertThat(NumericContract.LOG2_E_Q15).isEqualTo((int) Math.round((1 << 15) / Math.log(2)));
    }
}
