// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.unit.requant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.p2vit.hw.ContractWidths;
import org.p2vit.hw.cell.RowQuotient;
import org.p2vit.hw.cell.SumReciprocal;
import org.p2vit.hw.port.AccumulatorRows;
import org.p2vit.hw.port.BlockWord;
import org.p2vit.quant.spec.NumericContract;

/** REQUANT and the accumulators it takes have the bits that the contract proves, not one more. */
class RequantWidthsTests {
    private final ContractWidths contract = new ContractWidths();

    @Test
    void lanesHaveTheWidthsOfTheContract() {
        assertThat(AccumulatorRows.BITS).isEqualTo(contract.signed("acc, linear layer and logits"));
        assertThat(RequantLane.SUM_BITS)
                .isEqualTo(contract.signed("acc << 4, s"))
                .isEqualTo(contract.signed("z"))
                .isEqualTo(contract.signed("z and rounding constant"));
        assertThat(RequantLane.LIFTED_BITS).isEqualTo(contract.signed("r << 12"));
        assertThat(RequantLane.ROUNDED_BITS).isEqualTo(contract.signed("logit"));
    }

    @Test
    void geluHasTheWidthsOfTheContract() {
        assertThat(GeluPipe.VALUE_BITS).isEqualTo(contract.signed("h")).isEqualTo(contract.unsigned("a"));
        assertThat(BlockWord.EXPONENT_BITS).isEqualTo(contract.unsigned("d, ρ")).isEqualTo(contract.unsigned("k, κ"));
        assertThat(GeluPipe.TAIL_BITS).isEqualTo(contract.unsigned("Q"));
        assertThat(GeluPipe.PRODUCT_BITS).isEqualTo(contract.unsigned("a·Q"));
        assertThat(GeluPipe.SUM_BITS).isEqualTo(contract.signed("p"));
    }

    @Test
    void streamHasTheWidthsOfTheContract() {
        assertThat(NumericContract.STREAM_INPUT_BITS).isEqualTo(contract.signed("h, residual stream"));
    }

    @Test
    void divisionHasTheWidthsOfTheContract() {
        assertThat(RowQuotient.OPERAND_BITS).isEqualTo(contract.signed("(acc << 14) >> λ"));
        assertThat(RowQuotient.PRODUCT_BITS).isEqualTo(contract.signed("((acc << 14) >> λ)·R"));
        assertThat(RowQuotient.BITS).isEqualTo(contract.signed("n of §5.2"));
        assertThat(SumReciprocal.RECIPROCAL_BITS).isEqualTo(contract.unsigned("R"));
    }
}
