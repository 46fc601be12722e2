// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2vit.hw.cell.RowQuotient;
import org.p2vit.hw.cell.SumReciprocal;
import org.p2vit.quant.kernel.ContractTables;
import org.p2vit.quant.kernel.WeightSumKernel;
import org.p2vit.testbench.cosim.bench.VerilatedUnit;
import org.p2vit.testbench.verilator.Model;

/** Division by the sum of a row's weights, in its two cells, against the golden kernel (numeric contract §5.2). */
@Tag("cosim")
class RowQuotientCosimTests {
    private static final int CYCLES = 3000;
    private static final int[] RECIPROCALS = ContractTables.tableR();

    /** The sums there are with each coding of the weights, and the accumulators they divide. */
    private enum Coding {
        LOGARITHMIC(1 << 14, 1023 << 14, 24, 32),
        UNIFORM(255, 1023 * 255, 18, 28);

        private final int leastSum;
        private final int greatestSum;
        private final int sumBits;
        private final int valueBits;

        Coding(int leastSum, int greatestSum, int sumBits, int valueBits) {
            this.leastSum = leastSum;
            this.greatestSum = greatestSum;
            this.sumBits = sumBits;
            this.valueBits = valueBits;
        }

        /** Position of the leading one of the least sum. */
        int least() {
            return log2(leastSum);
        }

        /** The ends of the range, the ends of each power of two, and whatever is between. */
        int sum(Random random) {
            int power = 1 << least() + random.nextInt(log2(greatestSum) - least() + 1);
            int sum =
                    switch (random.nextInt(4)) {
                        case 0 -> power;
                        case 1 -> 2 * power - 1;
                        default -> power + random.nextInt(power);
                    };
            return Math.min(Math.max(sum, leastSum), greatestSum);
        }

        int accumulator(Random random, int sum) {
            long most = 128L * sum;
            return (int)
                    switch (random.nextInt(5)) {
                        case 0 -> -most;
                        case 1 -> 127L * sum;
                        case 2 -> random.nextInt(5) - 2;
                        default -> random.nextLong(-most, most);
                    };
        }
    }

    private static int log2(int value) {
        return 31 - Integer.numberOfLeadingZeros(value);
    }

    private static int reciprocal(int sum) {
        return RECIPROCALS[(int) (((long) sum << 8) >> log2(sum)) & 255];
    }

    /**
     * The cell for logarithmic weights finds leading ones from bit 14 on. That for uniform ones gets the sums doubled, since it wants eight bits
     * below the leading one, and 255 has seven.
     */
    @ParameterizedTest
    @EnumSource(Coding.class)
    void magnitudeAndReciprocalFollowASumTwoAndThreeCyclesLater(Coding coding) {
        long seed = 20 + coding.ordinal();
        Random random = new Random(seed);
        int doubled = coding == Coding.UNIFORM ? 1 : 0;
        List<Integer> sums = new ArrayList<>();
        int magnitude = -1;
        int reciprocal = -1;
        try (Model m = VerilatedUnit.open(
                "SumReciprocal-" + coding,
                seed,
                () -> new SumReciprocal(coding.sumBits + doubled, coding.least() + doubled))) {
            for (int now = 0; now < CYCLES; now++) {
                int sum = coding.sum(random);
                boolean start = random.nextInt(3) > 0;
                sums.add(start ? sum : null);
                m.set("start", start ? 1 : 0);
                m.set("sum", (long) sum << doubled);
                m.step();
                Integer two = now < 2 ? null : sums.get(now - 2);
                Integer three = now < SumReciprocal.LATENCY ? null : sums.get(now - SumReciprocal.LATENCY);
                // Without a new sum they stay.
                magnitude = two == null ? magnitude : log2(two) - coding.least();
                reciprocal = three == null ? reciprocal : reciprocal(three);
                if (magnitude >= 0) {
                    assertThat(m.get("magnitude"))
                            .as("of %s, seed %d", two, seed)
                            .isEqualTo(magnitude);
                }
                if (reciprocal >= 0) {
                    assertThat(m.get("reciprocal"))
                            .as("of %s, seed %d", three, seed)
                            .isEqualTo(reciprocal);
                }
            }
        }
    }

    /** One stage of the cell is idle where nothing entered; what it held comes again when the stages behind it work on. */
    @ParameterizedTest
    @EnumSource(Coding.class)
    void quotientEqualsTheGoldenKernel(Coding coding) {
        long seed = 30 + coding.ordinal();
        Random random = new Random(seed);
        int lift = 14 - coding.least();
        int[] expected = new int[CYCLES];
        boolean[] valid = new boolean[CYCLES];
        int reciprocalOfLast = 0;
        int last = 0;
        boolean any = false;
        try (Model m =
                VerilatedUnit.open("RowQuotient-" + coding, seed, () -> new RowQuotient(coding.valueBits, lift))) {
            for (int now = 0; now < CYCLES; now++) {
                int sum = coding.sum(random);
                int accumulator = coding.accumulator(random, sum);
                valid[now] = random.nextInt(3) > 0;
                expected[now] = WeightSumKernel.divide(new int[] {accumulator}, new int[] {sum})[0];
                m.set("value", accumulator);
                m.set("magnitude", log2(sum) - coding.least());
                m.set("reciprocal", reciprocalOfLast);
                for (int stage = 0; stage < RowQuotient.LATENCY; stage++) {
                    m.set("advance_" + stage, now >= stage && valid[now - stage] ? 1 : 0);
                }
                m.step();
                reciprocalOfLast = reciprocal(sum);
                int entered = now - RowQuotient.LATENCY;
                if (entered >= 0 && valid[entered]) {
                    last = expected[entered];
                    any = true;
                }
                if (any) {
                    assertThat(m.getSigned(m.pin("quotient")))
                            .as("%s, cycle %d, seed %d", coding, now, seed)
                            .isEqualTo(last);
                }
            }
        }
    }
}
