// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2vit.quant.model.Activation;
import org.p2vit.quant.model.QuantizedGelu;
import org.p2vit.quant.reference.FloatActivation;
import org.p2vit.quant.reference.FloatGelu;

/** §6: numbers worked out by hand, what GELU is at its ends, and all h of many exponents beside the exact function. */
class GeluKernelTests {
    private static final int LEAST_EXPONENT = -10;
    /** From here on |x| is beyond the last entry of Table Q that is not 0, i = 98. */
    private static final double BEYOND_THE_TABLE = 99 / 32.0;

    private static final int GREATEST = 131_071;

    /** All h, from the least. */
    private static final int[] ALL =
            IntStream.rangeClosed(-GREATEST - 1, GREATEST).toArray();

    static IntStream exponents() {
        return IntStream.rangeClosed(LEAST_EXPONENT, 6);
    }

    /** Each h in a block of its own. */
    private static BlockCodes alone(int e) {
        return GeluKernel.apply(ALL, 1, QuantizedGelu.of(Activation.GELU, e).shift());
    }

    /** With entries of the page: Q[0] = 253, Q[21] = 128, Q[32] = 79, Q[98] = 1. */
    @ParameterizedTest(name = "h {0}, j {1}: {2}, d {3}")
    @CsvSource({
        "0, 9, 0, 0",
        // x = 1 and −1: (128·512 − 128·79)/4096 = 13.53, −128·79/4096 = −2.47.
        "128, 9, 14, 0",
        "-128, 9, -2, 0",
        // Ties go up: 336·128/4096 = 10.5 on the left of 0; 336·384/4096 = 31.5 on the right.
        "-336, 11, -10, 0",
        "336, 11, 32, 0",
        // The last entry that counts, i = 98 and 99: a = 98·8 and 98·8 + 8, of which 784·511/4096 = 97.8 and 792/8 =
        // 99.
        "784, 10, 98, 0",
        "792, 10, 99, 0",
        "-784, 10, 0, 0",
        // i = 0: 1·(512 − 253)/4096 and −253/4096 are no code, 8·259/4096 = 0.506 is one.
        "1, 15, 0, 0",
        "-1, 15, 0, 0",
        "8, 15, 1, 0",
        "-8, 15, 0, 0",
        // j = 0: any h but 0 is beyond the table; 4/8 is a tie, −h is nothing.
        "4, 0, 1, 0",
        "3, 0, 0, 0",
        "-4, 0, 0, 0",
        "-131072, 0, 0, 0",
        "-131072, 15, 0, 0",
        // Edges of d: p = 512·h is 2^(19 + d) at 2^(10 + d), where the code is 64; one less is 127.9, saturated.
        "1023, 0, 127, 0",
        "1024, 0, 64, 1",
        "2047, 0, 127, 1",
        "2048, 0, 64, 2",
        "4095, 0, 127, 2",
        "4096, 0, 64, 3",
        "8192, 13, 64, 4",
        "16384, 14, 64, 5",
        "32768, 15, 64, 6",
        "65535, 15, 127, 6",
        "65536, 15, 64, 7",
        "131071, 15, 127, 7",
        // Of 1016 to 1019 the eighth is 127 and less than half; of 1020 it is 127.5, which saturates as well.
        "1016, 0, 127, 0",
        "1011, 0, 126, 0",
        // Where the greatest a·Q is, −6399·114/8192 = −89.05; −2^19 would be passed from 4599·114 = 524,286 on.
        "-6399, 15, -89, 1",
    })
    void codesWorkedOutByHand(int h, int shift, int code, int exponent) {
        BlockCodes one = GeluKernel.apply(new int[] {h}, 1, shift);
        assertThat(one.codes()).containsExactly(code);
        assertThat(one.exponents()).containsExactly(exponent);
    }

    /** j = 0, so p = 512·h right of zero and nothing left of it; two rows of ten, the second blocks with two outputs. */
    @Test
    void aBlockHasTheExponentOfItsGreatest() {
        int[] h = {
            8, 12, -5, 0, 1024, 16, 24, 4, 2048, 8,
            8, 12, -5, 0, 1016, 16, 24, 4, -9, 65_536
        };
        BlockCodes rows = GeluKernel.apply(h, 10, 0);
        assertThat(rows.exponents()).containsExactly(1, 2, 0, 7);
        // At d = 1 a code is 16 of h, at d = 2 it is 32, at d = 0 it is 8.
        assertThat(rows.codes()).containsExactly(1, 1, 0, 0, 64, 1, 2, 0, 64, 0, 1, 2, 0, 0, 127, 2, 3, 1, 0, 64);
        assertThat(rows.columns()).isEqualTo(10);
        assertThat(rows.rows()).isEqualTo(2);
    }

    /** Any of the eight decides, wherever it stands; the others of its row do not. */
    @Test
    void everyPlaceOfABlockCounts() {
        for (int place = 0; place < 24; place++) {
            int[] h = new int[24];
            h[place] = 1024 << 3;
            byte[] expected = new byte[3];
            expected[place / 8] = 4;
            assertThat(GeluKernel.apply(h, 24, 0).exponents())
                    .as("place %d", place)
                    .isEqualTo(expected);
        }
    }

    /** Every h of every j: p is worked out in floating point, without a shift, and d and y follow. */
    @ParameterizedTest(name = "exponent {0}")
    @MethodSource("exponents")
    void exponentsAreTheLeastThatHold(int e) {
        BlockCodes all = alone(e);
        int[] q = ContractTables.tableQ();
        for (int i = 0; i < ALL.length; i++) {
            double a = Math.abs((double) ALL[i]);
            // The index is |x| in steps of 1/32, cut.
            double index = Math.floor(32 * Math.scalb(a, e - 3));
            double p = 512.0 * Math.max(ALL[i], 0) - a * (index < 128 ? q[(int) index] : 0);
            int d = 0;
            while (p < -Math.scalb(524_288.0, d) || p >= Math.scalb(524_288.0, d)) {
                d++;
            }
            double y = Math.min(127, Math.floor(p / 4096 / (1 << d) + 0.5));
            if (all.exponents()[i] != d || all.codes()[i] != y) {
                throw new AssertionError("exponent " + e + ", h " + ALL[i] + ": " + all.codes()[i] + " with d "
                        + all.exponents()[i] + ", not " + y + " with " + d);
            }
        }
    }

    /** p·2^−12 is off by less than the precision of §6, then there is one rounding of a half, then saturation. */
    @ParameterizedTest(name = "exponent {0}")
    @MethodSource("exponents")
    void codesAreWithinThePrecisionOfThePage(int e) {
        BlockCodes all = alone(e);
        for (int i = 0; i < ALL.length; i++) {
            double unit = Math.scalb(1.0, e + all.exponents()[i]);
            double x = Math.scalb((double) ALL[i], e - 3);
            double exact = FloatGelu.of(x);
            double error = Math.min(0.0075 * Math.abs(x), 0.005);
            double least = Math.min(127, Math.ceil((exact - error) / unit - 0.5));
            double greatest = Math.min(127, Math.floor((exact + error) / unit + 0.5));
            if (all.codes()[i] < least || all.codes()[i] > greatest) {
                throw new AssertionError("exponent " + e + ", h " + ALL[i] + ": " + all.codes()[i] + " is not from "
                        + least + " to " + greatest);
            }
        }
    }

    /** With j = 0 nothing but 0 is inside Table Q, so codes are those of max(x, 0), rounded once. */
    @Test
    void withoutAShiftItIsExactlyRelu() {
        BlockCodes all =
                GeluKernel.apply(ALL, 1, QuantizedGelu.of(Activation.RELU, -10).shift());
        for (int i = 0; i < ALL.length; i++) {
            double unit = Math.scalb(8.0, all.exponents()[i]);
            double exact = Math.max(ALL[i], 0) / unit;
            assertThat((double) all.codes()[i]).as("h %d", ALL[i]).isEqualTo(Math.min(127, Math.floor(exact + 0.5)));
        }
    }

    /** The page's words about activations that are computed as GELU. */
    @ParameterizedTest
    @CsvSource({"GELU_TANH, 0.0004, 0.0005", "QUICK_GELU, 0.0203, 0.0204"})
    void activationsThatAreComputedAsGeluAreAsNearAsThePageSays(Activation activation, double least, double most) {
        float[] x = new float[20_001];
        for (int i = 0; i < x.length; i++) {
            x[i] = (i - 10_000) / 1000f;
        }
        float[] own = FloatActivation.apply(activation, x);
        double greatest = 0;
        for (int i = 0; i < x.length; i++) {
            greatest = Math.max(greatest, Math.abs(own[i] - FloatGelu.of(x[i])));
        }
        assertThat(greatest).isBetween(least, most);
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
        BlockCodes all = alone(e);
        for (int i = 1; i < ALL.length; i++) {
            int before = all.codes()[i - 1] << all.exponents()[i - 1];
            int value = all.codes()[i] << all.exponents()[i];
            if (ALL[i] > 0 ? value < before : value > 0) {
                throw new AssertionError("exponent " + e + ", h " + ALL[i] + ": " + value + " after " + before);
            }
        }
        assertThat(all.codes()[GREATEST + 1]).isZero();
    }

    /** Identity up to its rounding on the far right, nothing on the far left. */
    @ParameterizedTest(name = "exponent {0}")
    @MethodSource("exponents")
    void beyondTheTableItIsTheIdentityOrZero(int e) {
        int beyond = 0;
        BlockCodes all = alone(e);
        for (int i = 0; i < ALL.length; i++) {
            if (Math.scalb((double) Math.abs(ALL[i]), e - 3) >= BEYOND_THE_TABLE) {
                double unit = 8 << all.exponents()[i];
                double expected = Math.min(127, Math.max(0, Math.floor(ALL[i] / unit + 0.5)));
                if (all.codes()[i] != expected) {
                    throw new AssertionError(
                            "exponent " + e + ", h " + ALL[i] + ": " + all.codes()[i] + ", not " + expected);
                }
                beyond++;
            }
        }
        // a from ⌈99·2^(−2−e)⌉ on, on both sides, but 0: at −10 from 25344 to 131072 and 131071.
        int first = Math.max(1, (int) Math.ceil(Math.scalb(99.0, -2 - e)));
        assertThat(beyond).isEqualTo(2 * (131_072 - first) + 1);
    }
}
