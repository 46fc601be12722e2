// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
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
            int[] wide = RequantKernel.widened(acc, random.bias, random.shifts);
            int[] logits = RequantKernel.logits(acc, random.bias, random.shifts);
            byte[] scalar = RequantKernel.requantize(acc, shift);
            for (int i = 0; i < acc.length; i++) {
                int o = i % random.bias.length;
                BigInteger plain = ExactContract.sum(ExactContract.big(acc[i]), random.bias[o], random.shifts[o], 0);
                BigInteger rounded = ExactContract.roundShift(plain, 4);
                assertThat(codes[i]).as("seed %d, element %d", SEED, i).isEqualTo((byte) ExactContract.sat8(rounded));
                assertThat(wide[i]).as("seed %d, element %d", SEED, i).isEqualTo(ExactContract.sat18(rounded));
                assertThat(logits[i]).as("seed %d, element %d", SEED, i).isEqualTo(rounded.intValueExact());
                assertThat(scalar[i]).isEqualTo((byte)
                        ExactContract.sat8(ExactContract.roundShift(ExactContract.big(acc[i]), shift)));
            }
        }
    }

    /** Every exponent of a row and of a residual's block with shifts from the least on. */
    @ParameterizedTest
    @MethodSource("shifts")
    void theStreamFollowsTheContract(int shift) {
        Case random = new Case(shift);
        int outputs = random.bias.length;
        byte[] least = random.shifts.clone();
        for (int o = 0; o < outputs; o++) {
            least[o] = (byte) Math.max(7, least[o]);
        }
        for (int rho = 0; rho <= 7; rho++) {
            byte[] rows = {(byte) rho, 7, 0};
            byte[] kappa = {(byte) Math.max(0, rho - 1), 6, 0, (byte) (6 - rho % 7), 3, 0};
            StreamCodes residual = new StreamCodes(random.residual, kappa, outputs);
            for (int[] acc : random.accumulators()) {
                List<BigInteger> z = IntStream.range(0, acc.length)
                        .mapToObj(i -> ExactContract.sum(
                                        ExactContract.big(acc[i]),
                                        random.bias[i % outputs],
                                        least[i % outputs],
                                        rows[i / outputs])
                                .add(ExactContract.residual(
                                        random.residual[i],
                                        random.residualShifts[i % outputs],
                                        kappa[i / outputs * 2 + i % outputs / 8])))
                        .toList();
                StreamCodes stream =
                        RequantKernel.stream(acc, rows, random.bias, least, residual, random.residualShifts);
                assertStream(stream, z, outputs, "ρ " + rho + ", seed " + SEED);
            }
        }
    }

    private static void assertStream(StreamCodes stream, List<BigInteger> z, int outputs, String what) {
        int blocks = (outputs + 7) / 8;
        assertThat(stream.columns()).isEqualTo(outputs);
        assertThat(stream.exponents()).hasSize(z.size() / outputs * blocks);
        for (int i = 0; i < z.size(); i++) {
            int row = i / outputs;
            int first = row * outputs + i % outputs / 8 * 8;
            int k = ExactContract.streamExponent(z.subList(first, Math.min(first + 8, (row + 1) * outputs)).stream()
                    .map(sum -> ExactContract.big(ExactContract.streamInput(sum)))
                    .toList());
            assertThat(stream.exponents()[row * blocks + i % outputs / 8])
                    .as("%s, element %d", what, i)
                    .isEqualTo((byte) k);
            assertThat(stream.codes()[i])
                    .as("%s, element %d", what, i)
                    .isEqualTo(ExactContract.streamCode(ExactContract.streamInput(z.get(i)), k));
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

    /** By hand: h is −2^(9+k) or 2^(9+k) − 1 at the borders of k; one beyond, and the block is coarser. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void aBlockIsCoarserBeyondItsBorders(int k) {
        int border = 1 << 9 + k;
        int code = 2 << k;
        // The last half code rounds to 256, which saturates.
        assertWords(word(border - 1), k, 255);
        assertWords(word(255 * code + code / 2), k, 255);
        assertWords(word(255 * code - code / 2), k, 255);
        assertWords(word(255 * code - code / 2 - 1), k, 254);
        assertWords(word(-border), k, -256);
        assertWords(word(border), k + 1, 128);
        assertWords(word(-border - 1), k + 1, -128);
    }

    /** By hand: k = 6 serves all of h; beyond its 16 bits h saturates. */
    @Test
    void theCoarsestBlockHoldsAllOfH() {
        assertWords(word(32_767), 6, 255);
        assertWords(word(32_768), 6, 255);
        assertWords(word(1 << 26), 6, 255);
        assertWords(word(-32_768), 6, -256);
        assertWords(word(-32_769), 6, -256);
        // 254.5·2^7 rounds up, one less down.
        assertWords(word(32_576), 6, 255);
        assertWords(word(32_575), 6, 254);
    }

    /** By hand: eight outputs share k, the ninth and tenth are a shorter block; rows do not share it. */
    @Test
    void blocksHaveEightOutputsOrFewer() {
        int[] h = {
            0, 1, 2, 3, -3, -2, -1, 512, 511, 3,
            5, 5, 5, 5, 5, 5, 5, 5, 5, -1025
        };
        StreamCodes stream = RequantKernel.stream(
                h, new int[10], new byte[10], StreamCodes.withoutExponents(new short[20], 10), new byte[10]);
        assertThat(stream.exponents()).containsExactly(1, 0, 0, 2);
        assertThat(stream.codes())
                .containsExactly(shorts(0, 0, 1, 1, -1, 0, 0, 128, 255, 2, 3, 3, 3, 3, 3, 3, 3, 3, 1, -128));
    }

    /** By hand: z = 15, 16, 31 and 32 have 0, 1, 1 and 2 as h, of which halves are rounded up; z = −1 and −17 have −1 and −2. */
    @Test
    void hIsNotRounded() {
        int[] z = {15, 16, 31, 32, -1, -16, -17, -32, -33};
        StreamCodes stream = RequantKernel.stream(
                new int[9], z, new byte[9], StreamCodes.withoutExponents(new short[9], 9), new byte[9]);
        assertThat(stream.codes()).containsExactly(shorts(0, 1, 1, 1, 0, 0, -1, -1, -1));
    }

    /** By hand: 15/32 is 7.5/16, of which 7 stay; nine sixteenths more are a whole h, and so half a code, which is rounded up. */
    @Test
    void sixteenthsAreAdded() {
        assertWords(added(15, 8, 5, 0, 8), 0, 0);
        assertWords(added(15, 9, 5, 0, 8), 0, 1);
        // r = 1 with a residual shift of 12 is a sixteenth, with 13 none; −1 is a sixteenth less with any.
        assertWords(added(15, 8, 5, 1, 12), 0, 1);
        assertWords(added(15, 8, 5, 1, 13), 0, 0);
        assertWords(added(16, 8, 5, -1, 15), 0, 0);
        assertWords(added(16, 8, 5, 0, 15), 0, 1);
        // As it came, and 255·2^12 with no shift.
        assertWords(added(0, 0, 5, 77, 7), 0, 77);
        assertWords(added(0, 0, 5, 255, 0), 6, 255);
        assertWords(added(0, 0, 5, -256, 0), 6, -256);
    }

    /** By hand: r = 5 in a block with κ stands for 5·2^κ at the exponent of the stream before. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void aResidualCountsByTheExponentOfItsBlock(int kappa) {
        StreamCodes residual = new StreamCodes(shorts(5, -5), new byte[] {(byte) kappa}, 2);
        int value = 5 << kappa;
        // With 7 the exponent is the same: 320 alone needs a coarser block.
        StreamCodes same = added(residual, 7);
        assertThat(same.exponents()).containsExactly(kappa == 6 ? 1 : 0);
        assertThat(same.codes()).containsExactly(shorts(kappa == 6 ? 160 : value, kappa == 6 ? -160 : -value));
        // With 15 it is larger by 8: h is the floor of 2·value/256.
        int[] h = {0, 0, 0, 0, 0, 1, 2};
        int[] negative = {-1, -1, -1, -1, -1, -2, -3};
        StreamCodes coarser = added(residual, 15);
        assertThat(coarser.codes()).containsExactly(shorts((h[kappa] + 1) / 2, -(-negative[kappa] / 2)));
    }

    /** With the least shift for κ = 6 nothing is shifted away: −256·2^12 has −2^16 as h, which saturates. */
    @Test
    void theGreatestResidualIsHeld() {
        StreamCodes greatest = new StreamCodes(shorts(-256, 255), new byte[] {6}, 2);
        for (int shift : new int[] {6, 7}) {
            StreamCodes stream = added(greatest, shift);
            assertThat(stream.exponents()).containsExactly(6);
            assertThat(stream.codes()).containsExactly(shorts(-256, 255));
        }
        assertThat(added(greatest, 15).codes()).containsExactly(shorts(-64, 64));
    }

    /** A block has its own κ, whatever others of its row or column have. */
    @Test
    void everyBlockOfAResidualHasItsExponent() {
        short[] ones = new short[20];
        Arrays.fill(ones, (short) 1);
        StreamCodes stream = added(new StreamCodes(ones, new byte[] {0, 4, 5, 2}, 10), 7);
        assertThat(stream.codes())
                .containsExactly(shorts(1, 1, 1, 1, 1, 1, 1, 1, 16, 16, 32, 32, 32, 32, 32, 32, 32, 32, 4, 4));
    }

    /** By hand: with ρ = 7 and the least shift the sum is taken as it is, with ρ = 0 its 128th. */
    @Test
    void theGreatestExponentOfARowWithTheLeastShift() {
        int[] acc = {100, 100, 100, -300, -300, -300};
        byte[] rho = {7, 6, 0, 7, 6, 0};
        StreamCodes none = StreamCodes.withoutExponents(new short[6], 1);
        StreamCodes stream = RequantKernel.stream(acc, rho, new int[] {0}, new byte[] {7}, none, new byte[] {7});
        // h is 100, 50, 0 (100/128), −300, −150 and −3 (−2.34).
        assertThat(stream.codes())
                .containsExactly((short) 50, (short) 25, (short) 0, (short) -150, (short) -75, (short) -1);
    }

    private static void assertWords(StreamCodes one, int exponent, int code) {
        assertThat(one.exponents()).containsExactly(exponent);
        assertThat(one.codes()).containsExactly((short) code);
    }

    private static short[] shorts(int... values) {
        short[] shorts = new short[values.length];
        for (int i = 0; i < shorts.length; i++) {
            shorts[i] = (short) values[i];
        }
        return shorts;
    }

    /** Of a sum that is h. */
    private static StreamCodes word(int h) {
        return added(h, 0, 0, 0, 7);
    }

    private static StreamCodes added(int acc, int bias, int shift, int residual, int residualShift) {
        return RequantKernel.stream(
                new int[] {acc},
                new int[] {bias},
                new byte[] {(byte) shift},
                StreamCodes.withoutExponents(shorts(residual), 1),
                new byte[] {(byte) residualShift});
    }

    /** A residual alone. */
    private static StreamCodes added(StreamCodes residual, int shift) {
        byte[] shifts = new byte[residual.columns()];
        Arrays.fill(shifts, (byte) shift);
        return RequantKernel.stream(
                new int[residual.codes().length],
                new int[residual.columns()],
                new byte[residual.columns()],
                residual,
                shifts);
    }

    /** Operands at and inside the bounds of §2; channels differ in shift. */
    private static final class Case {
        private final Random random = new Random(SEED);
        private final int[] bias = {
            0, 1 << 29, -(1 << 29), random.nextInt(1 << 29), -random.nextInt(1 << 12), 3, -500, 90_000, -1, 7
        };
        private final byte[] shifts;
        private final byte[] residualShifts = {6, 15, 12, 7, 8, 6, 9, 15, 7, 14};
        private final short[] residual = new short[ROWS * bias.length];

        Case(int shift) {
            shifts = new byte[bias.length];
            Arrays.fill(shifts, (byte) shift);
            shifts[3] = (byte) (shift / 2);
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
