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
            short[] wide = RequantKernel.widened(acc, random.bias, random.shifts);
            int[] logits = RequantKernel.logits(acc, random.bias, random.shifts);
            byte[] scalar = RequantKernel.requantize(acc, shift);
            for (int i = 0; i < acc.length; i++) {
                int o = i % random.bias.length;
                BigInteger plain = ExactContract.big(acc[i]).add(ExactContract.big(random.bias[o]));
                BigInteger residual =
                        ExactContract.big(random.residual[i]).multiply(BigInteger.TWO.pow(random.residualShifts[o]));
                BigInteger rounded = ExactContract.roundShift(plain, random.shifts[o]);
                BigInteger withResidual = ExactContract.roundShift(plain.add(residual), random.shifts[o]);
                assertThat(codes[i]).as("seed %d, element %d", SEED, i).isEqualTo((byte) ExactContract.sat8(rounded));
                assertThat(fused[i]).as("seed %d, element %d", SEED, i).isEqualTo(ExactContract.sat9(withResidual));
                assertThat(wide[i]).as("seed %d, element %d", SEED, i).isEqualTo(ExactContract.sat16(rounded));
                assertThat(logits[i]).as("seed %d, element %d", SEED, i).isEqualTo(rounded.intValueExact());
                assertThat(scalar[i]).isEqualTo((byte)
                        ExactContract.sat8(ExactContract.roundShift(ExactContract.big(acc[i]), shift)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, Integer.MAX_VALUE})
    void theRoundingSumDoesNotOverflow(int extreme) {
        int[] acc = {extreme};
        int expected = ExactContract.sat8(ExactContract.roundShift(ExactContract.big(extreme), 31));
        assertThat(RequantKernel.requantize(acc, 31)).containsExactly(expected);
    }

    /** By hand, with a shift of 1: ties on both sides of 0, and the sums around the ends of int16. */
    @Test
    void theInputOfGeluHasSixteenBits() {
        int[] acc = {5, -5, 65_534, 65_533, 65_532, -65_537, -65_538, -65_539, 1 << 26, -(1 << 26)};
        byte[] shifts = new byte[acc.length];
        Arrays.fill(shifts, (byte) 1);
        assertThat(RequantKernel.widened(acc, new int[acc.length], shifts))
                .containsExactly(3, -2, 32_767, 32_767, 32_766, -32_768, -32_768, -32_768, 32_767, -32_768);
        // The bias of each output comes before the rounding.
        assertThat(RequantKernel.widened(new int[] {1, 1, 2, 2}, new int[] {2, 400_000}, new byte[] {1, 3}))
                .containsExactly(2, 32_767, 2, 32_767);
    }

    /** Operands at and inside the bounds of §2; channels differ in shift. */
    private static final class Case {
        private final Random random = new Random(SEED);
        private final int[] bias = {0, 1 << 29, -(1 << 29), random.nextInt(1 << 29), -random.nextInt(1 << 12)};
        private final byte[] shifts;
        private final byte[] residualShifts = {0, 16, 16, 7, 1};
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
