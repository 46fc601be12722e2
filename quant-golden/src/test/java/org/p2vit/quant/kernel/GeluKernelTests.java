// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2vit.quant.model.QuantizedGelu;
import org.p2vit.quant.reference.FloatGelu;

/** §6: numbers worked out by hand, what GELU is at its ends, and all h of many exponents beside the exact function. */
class GeluKernelTests {
    private static final int LEAST_EXPONENT = -10;
    /** From here on |x| is beyond the last entry of Table Q that is not 0, i = 98. */
    private static final double BEYOND_THE_TABLE = 99 / 32.0;

    /** All h, from the least. */
    private static final short[] ALL = all();

    private static short[] all() {
        short[] h = new short[1 << 16];
        IntStream.range(0, h.length).forEach(i -> h[i] = (short) (i + Short.MIN_VALUE));
        return h;
    }

    static IntStream exponents() {
        return IntStream.rangeClosed(LEAST_EXPONENT, 6);
    }

    /** With entries of the page: Q[0] = 253, Q[21] = 128, Q[32] = 79, Q[98] = 1. */
    @ParameterizedTest(name = "h {0}, j {1}, g {2}: {3}")
    @CsvSource({
        "0, 9, 0, 0",
        "0, 9, 125, -125",
        // x = 1 and −1: (128·512 − 128·79)/4096 = 13.53, −128·79/4096 = −2.47.
        "128, 9, 0, 14",
        "-128, 9, 0, -2",
        "128, 9, 100, -86",
        "-128, 9, 100, -102",
        // Ties go up: 336·128/4096 = 10.5 on the left of 0; 336·384/4096 = 31.5 on the right.
        "-336, 11, 0, -10",
        "336, 11, 0, 32",
        "-336, 11, 7, -17",
        // The last entry that counts, i = 98 and 99: a = 98·8 and 98·8 + 8, of which 784·511/4096 = 97.8 and 792/8 =
        // 99.
        "784, 10, 0, 98",
        "792, 10, 0, 99",
        "-784, 10, 0, 0",
        // i = 0: 1·(512 − 253)/4096 and −253/4096 are no code, 8·259/4096 = 0.506 is one.
        "1, 15, 0, 0",
        "-1, 15, 0, 0",
        "8, 15, 0, 1",
        "-8, 15, 0, 0",
        // j = 0: any h but 0 is beyond the table; 4/8 is a tie, −h is nothing.
        "4, 0, 0, 1",
        "3, 0, 0, 0",
        "-4, 0, 0, 0",
        "-32768, 0, 0, 0",
        // Both ends, at the least and the greatest offset: 32767/8 = 4096 and 0 beyond i = 127; saturation behind g.
        "32767, 14, 0, 127",
        "32767, 14, 127, 127",
        "-32768, 14, 127, -127",
        "-32768, 15, 0, 0",
        // Where the greatest a·Q is, −6399·114/4096 = −178.1, which an int8 does not hold.
        "-6399, 15, 0, -128",
        "-6399, 15, 127, -128",
        // 2032/8 = 254, less 127 is the greatest code; one more saturates, one less does not.
        "2032, 9, 127, 127",
        "2040, 9, 127, 127",
        "2024, 9, 127, 126",
    })
    void codesWorkedOutByHand(short h, int shift, int offset, int expected) {
        assertThat(GeluKernel.apply(new short[] {h}, shift, offset)).containsExactly(expected);
    }

    /**
     * p·2^−12 is off by less than the precision of §6, then there is one rounding of a half, then g and saturation.
     *
     * @param e exponent of the code
     */
    @ParameterizedTest(name = "exponent {0}")
    @MethodSource("exponents")
    void codesAreWithinThePrecisionOfThePage(int e) {
        double unit = Math.scalb(1.0, e);
        for (int offset : new int[] {0, 40, 127}) {
            byte[] codes = GeluKernel.apply(ALL, QuantizedGelu.of(e, 0).shift(), offset);
            for (int i = 0; i < ALL.length; i++) {
                double x = ALL[i] * unit / 8;
                double exact = FloatGelu.of(x);
                double error = Math.min(0.0075 * Math.abs(x), 0.005);
                double least = Math.ceil((exact - error) / unit - 0.5) - offset;
                double greatest = Math.floor((exact + error) / unit + 0.5) - offset;
                assertThat(codes[i])
                        .as("exponent %d, h %d, offset %d", e, ALL[i], offset)
                        .isBetween(clipped(least), clipped(greatest));
            }
        }
    }

    private static byte clipped(double code) {
        return (byte) Math.max(-128, Math.min(127, code));
    }

    /** The page's words about Table Q, at points between all its steps. */
    @Test
    void theTableIsAsPreciseAsThePageSays() {
        for (int k = 1; k < 1 << 15; k++) {
            double x = (k - 0.5) / 4096;
            double exact = 1 - FloatGelu.of(x) / x;
            double error = Math.abs(ContractTables.tail((int) (x * 32)) / 512.0 - exact);
            double density = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
            assertThat(error).as("x = %s", x).isLessThan(Math.min(0.0075, density / 64 + 1.0 / 1024));
            assertThat(error * x).as("x = %s", x).isLessThan(0.005);
        }
    }

    /** Q falls, so a·(2^9 − Q[i]) rises with a; left of zero the result is never above zero. */
    @ParameterizedTest(name = "exponent {0}")
    @MethodSource("exponents")
    void risesOnTheRightAndIsNotPositiveOnTheLeft(int e) {
        byte[] codes = GeluKernel.apply(ALL, QuantizedGelu.of(e, 0).shift(), 0);
        for (int i = 1; i < ALL.length; i++) {
            boolean right = ALL[i] > 0;
            if (right ? codes[i] < codes[i - 1] : codes[i] > 0) {
                throw new AssertionError(
                        "exponent " + e + ", h " + ALL[i] + ": " + codes[i] + " after " + codes[i - 1]);
            }
        }
        assertThat(codes[-Short.MIN_VALUE]).isZero();
    }

    /** Identity up to the rounding of three bits on the far right, nothing on the far left; 99/32 is reached at −9 and above. */
    @ParameterizedTest(name = "exponent {0}")
    @MethodSource("exponents")
    void beyondTheTableItIsTheIdentityOrZero(int e) {
        int beyond = 0;
        byte[] codes = GeluKernel.apply(ALL, QuantizedGelu.of(e, 0).shift(), 100);
        for (int i = 0; i < ALL.length; i++) {
            if (Math.abs(ALL[i]) * Math.scalb(1.0, e - 3) >= BEYOND_THE_TABLE) {
                double expected = Math.max(0, Math.floor(ALL[i] / 8.0 + 0.5)) - 100;
                assertThat((double) codes[i]).as("exponent %d, h %d", e, ALL[i]).isEqualTo(Math.min(127, expected));
                beyond++;
            }
        }
        // a from ⌈99·2^(−2−e)⌉ on, on both sides, but 0: at −10 from 25344 to 32768 and 32767.
        int first = Math.max(1, (int) Math.ceil(Math.scalb(99.0, -2 - e)));
        assertThat(beyond).isEqualTo(2 * (32768 - first) + 1);
    }

    /** What the quantizer subtracts at most leaves all negative codes, but for one where GELU's −0.174 is more than a code below −0.17. */
    @ParameterizedTest(name = "exponent {0}")
    @MethodSource("exponents")
    void theGreatestOffsetKeepsTheNegativeCodes(int e) {
        int offset = QuantizedGelu.greatestOffset(e);
        int shift = QuantizedGelu.of(e, 0).shift();
        short[] negative = Arrays.copyOf(ALL, -Short.MIN_VALUE);
        byte[] plain = GeluKernel.apply(negative, shift, 0);
        byte[] moved = GeluKernel.apply(negative, shift, offset);
        int clipped = 0;
        for (int i = 0; i < negative.length; i++) {
            clipped = Math.max(clipped, moved[i] + offset - plain[i]);
            assertThat(moved[i] + offset)
                    .as("exponent %d, h %d", e, negative[i])
                    .isGreaterThanOrEqualTo(plain[i]);
        }
        // −0.174·2^9 = −89.1 and −0.174·2^8 = −44.51, where 88 and 44 were left for them.
        assertThat(clipped).isEqualTo(e == -9 || e == -8 ? 1 : 0);
    }

    /** The index is |x| in steps of 1/32, cut; j follows from the exponent, and no h is beyond 16 bits. */
    @ParameterizedTest(name = "exponent {0}")
    @MethodSource("exponents")
    void stepsOfTheTableAreThoseOfTheArgument(int e) {
        int shift = QuantizedGelu.of(e, 0).shift();
        int[] q = ContractTables.tableQ();
        for (int a = 1; a <= 32767; a++) {
            double x = Math.scalb((double) a, e - 3);
            int index = (int) Math.min(128, Math.floor(32 * x));
            double p = 512.0 * a - (double) a * (index < 128 ? q[index] : 0);
            double expected = Math.min(127, Math.floor(p / 4096 + 0.5));
            double actual = GeluKernel.apply(new short[] {(short) a}, shift, 0)[0];
            assertThat(actual).as("exponent %d, a %d", e, a).isEqualTo(expected);
        }
    }
}
