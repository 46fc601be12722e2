// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.quant.spec.NumericContract;

class RequantKernelTests {
    private static final long SEED = 12;
    private static final int ROWS = 3;
    private static final int GREATEST_ACC = 1 << 26;

    static IntStream shifts() {
        return IntStream.rangeClosed(0, NumericContract.MAX_SHIFT);
    }

    @ParameterizedTest
    @MethodSource("shifts")
    void roundsOnceAndSaturates(int shift) {
        Case random = new Case(shift);
        for (int[] acc : random.accumulators()) {
            byte[] codes = RequantKernel.requantize(acc, random.bias, random.shifts);
            short[] fused = RequantKernel.add(acc, random.bias, random.shifts, random.residual, random.residualShifts);
            int[] wide = RequantKernel.widened(acc, random.bias, random.shifts);
            int[] logits = RequantKernel.logits(acc, random.bias, random.shifts);
            byte[] scalar = RequantKernel.requantize(acc, shift);
            for (int i = 0; i < acc.length; i++) {
                int o = i % random.bias.length;
                BigInteger plain = ExactContract.sum(ExactContract.big(acc[i]), random.bias[o], random.shifts[o], 0);
                BigInteger residual = ExactContract.residual(random.residual[i], random.residualShifts[o]);
                BigInteger rounded = ExactContract.roundShift(plain, 4);
                BigInteger withResidual = ExactContract.roundShift(plain.add(residual), 4);
                assertThat(codes[i]).as("seed %d, element %d", SEED, i).isEqualTo((byte) ExactContract.sat8(rounded));
                assertThat(fused[i]).as("seed %d, element %d", SEED, i).isEqualTo(ExactContract.sat9(withResidual));
                assertThat(wide[i]).as("seed %d, element %d", SEED, i).isEqualTo(ExactContract.sat18(rounded));
                assertThat(logits[i]).as("seed %d, element %d", SEED, i).isEqualTo(rounded.intValueExact());
                assertThat(scalar[i]).isEqualTo((byte)
                        ExactContract.sat8(ExactContract.roundShift(ExactContract.big(acc[i]), shift)));
            }
        }
    }

    /** Every exponent of a row with shifts from the least on; the shift and the exponent count by their difference. */
    @ParameterizedTest
    @MethodSource("shifts")
    void exponentsOfRowsAreTakenOffTheShift(int shift) {
        Case random = new Case(shift);
        byte[] least = random.shifts.clone();
        for (int o = 0; o < least.length; o++) {
            least[o] = (byte) Math.max(7, least[o]);
        }
        for (int rho = 0; rho <= 7; rho += 2) {
            byte[] exponents = {(byte) rho, 7, 0};
            for (int[] acc : random.accumulators()) {
                short[] fused =
                        RequantKernel.add(acc, exponents, random.bias, least, random.residual, random.residualShifts);
                for (int i = 0; i < acc.length; i++) {
                    int o = i % random.bias.length;
                    BigInteger z = ExactContract.sum(
                                    ExactContract.big(acc[i]),
                                    random.bias[o],
                                    least[o],
                                    exponents[i / random.bias.length])
                            .add(ExactContract.residual(random.residual[i], random.residualShifts[o]));
                    assertThat(fused[i])
                            .as("ρ %d, seed %d, element %d", rho, SEED, i)
                            .isEqualTo(ExactContract.sat9(ExactContract.roundShift(z, 4)));
                }
            }
        }
    }

    /** §2: without bias and residual nothing is lost by the floor at a sixteenth. */
    @ParameterizedTest
    @MethodSource("shifts")
    void theFloorLosesNothingByItself(int shift) {
        Random random = new Random(SEED);
        int[] acc = new int[4000];
        for (int i = 0; i < acc.length; i++) {
            // Halves of the unit, their neighbours, and any sum.
            long tie = (2L * random.nextInt(41) - 41) << shift >> 1;
            int any = random.nextInt(2 * GREATEST_ACC + 1) - GREATEST_ACC;
            boolean near = Math.abs(tie) < GREATEST_ACC && i % 4 != 0;
            acc[i] = near ? (int) tie + i % 4 - 2 : any;
        }
        int[] logits = RequantKernel.logits(acc, new int[1], new byte[] {(byte) shift});
        for (int i = 0; i < acc.length; i++) {
            assertThat(logits[i])
                    .as("acc %d, seed %d", acc[i], SEED)
                    .isEqualTo(ExactContract.roundShift(ExactContract.big(acc[i]), shift)
                            .intValueExact());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, Integer.MAX_VALUE})
    void theRoundingSumDoesNotOverflow(int extreme) {
        int[] acc = {extreme};
        int expected = ExactContract.sat8(ExactContract.roundShift(ExactContract.big(extreme), 31));
        assertThat(RequantKernel.requantize(acc, 31)).containsExactly(expected);
    }

    /** By hand, with a shift of 1: ties on both sides of 0, and the sums around the ends of int18. */
    @Test
    void theInputOfGeluHasEighteenBits() {
        int[] acc = {5, -5, 262_142, 262_141, 262_140, -262_145, -262_146, -262_147, 1 << 26, -(1 << 26)};
        byte[] shifts = new byte[acc.length];
        Arrays.fill(shifts, (byte) 1);
        assertThat(RequantKernel.widened(acc, new int[acc.length], shifts))
                .containsExactly(3, -2, 131_071, 131_071, 131_070, -131_072, -131_072, -131_072, 131_071, -131_072);
        // The bias of each output, in sixteenths, comes before the rounding: 8/16 + 7/16 is none, one more is one.
        assertThat(RequantKernel.widened(new int[] {1, 1, 2, 2}, new int[] {-1, 8_000_000}, new byte[] {1, 3}))
                .containsExactly(0, 131_071, 1, 131_071);
        assertThat(RequantKernel.widened(new int[] {1, 0}, new int[] {0, 7}, new byte[] {1, 3}))
                .containsExactly(1, 0);
    }

    /** By hand: 15/32 is 7.5/16, of which 7 stay; one sixteenth more makes a half. */
    @Test
    void sixteenthsAreAdded() {
        byte[] shift = {5};
        byte[] none = {12};
        assertThat(RequantKernel.add(new int[] {15}, new int[] {0}, shift, new short[] {0}, none))
                .containsExactly((short) 0);
        assertThat(RequantKernel.add(new int[] {15}, new int[] {1}, shift, new short[] {0}, none))
                .containsExactly((short) 1);
        // r = 1 with a residual shift of 12 is a sixteenth, with 13 none, with 8 a whole; −1 is a sixteenth less with
        // any.
        assertThat(RequantKernel.add(new int[] {15}, new int[] {0}, shift, new short[] {1}, none))
                .containsExactly((short) 1);
        assertThat(RequantKernel.add(new int[] {15}, new int[] {0}, shift, new short[] {1}, new byte[] {13}))
                .containsExactly((short) 0);
        assertThat(RequantKernel.add(new int[] {0}, new int[] {0}, shift, new short[] {1}, new byte[] {8}))
                .containsExactly((short) 1);
        assertThat(RequantKernel.add(new int[] {16}, new int[] {0}, shift, new short[] {-1}, new byte[] {31}))
                .containsExactly((short) 0);
        assertThat(RequantKernel.add(new int[] {16}, new int[] {0}, shift, new short[] {0}, new byte[] {31}))
                .containsExactly((short) 1);
        // 255·2^12 with no shift is beyond the stream.
        assertThat(RequantKernel.add(new int[] {0, 0}, new int[] {0}, shift, new short[] {1, -1}, new byte[] {0}))
                .containsExactly((short) 255, (short) -256);
    }

    /** By hand: with ρ = 7 and the least shift the sum is taken as it is, with ρ = 0 its 128th. */
    @Test
    void theGreatestExponentOfARowWithTheLeastShift() {
        int[] acc = {100, 100, 100, -300, -300, -300};
        byte[] rho = {7, 6, 0, 7, 6, 0};
        short[] none = new short[6];
        assertThat(RequantKernel.add(acc, rho, new int[] {0}, new byte[] {7}, none, new byte[] {8}))
                .containsExactly((short) 100, (short) 50, (short) 1, (short) -256, (short) -150, (short) -2);
    }

    /** Operands at and inside the bounds of §2; channels differ in shift. */
    private static final class Case {
        private final Random random = new Random(SEED);
        private final int[] bias = {0, 1 << 29, -(1 << 29), random.nextInt(1 << 29), -random.nextInt(1 << 12)};
        private final byte[] shifts;
        private final byte[] residualShifts = {0, 31, 12, 7, 8};
        private final short[] residual = new short[ROWS * bias.length];

        Case(int shift) {
            shifts = new byte[] {(byte) shift, (byte) shift, (byte) shift, (byte) (shift / 2), (byte) shift};
            for (int i = 0; i < residual.length; i++) {
                residual[i] = (short) (random.nextInt(512) - 256);
            }
            residual[1] = 255;
            residual[2] = -256;
        }

        int[][] accumulators() {
            int[] greatest = new int[residual.length];
            int[] least = new int[residual.length];
            int[] mixed = new int[residual.length];
            for (int i = 0; i < mixed.length; i++) {
                greatest[i] = GREATEST_ACC;
                least[i] = -GREATEST_ACC;
                mixed[i] = random.nextInt(2 << random.nextInt(26)) - (1 << 13);
            }
            return new int[][] {greatest, least, mixed};
        }
    }
}
