// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import static java.math.BigInteger.ONE;
import static java.math.BigInteger.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.p2vit.quant.kernel.ExactContract.big;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2vit.quant.ContractDocument;
import org.p2vit.quant.spec.NumericContract;

/** §9 of the page: each range follows from the bounds of the operands, and needs the bits that are stated. */
class ContractWidthsTests {
    private static final MathContext PRECISE = new MathContext(40);
    private static final BigInteger ACC_LEAST = big(NumericContract.MAX_DEPTH * -128L * 127);
    private static final BigInteger ACC_GREATEST = big(NumericContract.MAX_DEPTH * -128L * -128);
    private static final BigInteger BIAS = big(NumericContract.MAX_BIAS);
    private static final BigInteger X_LEAST = power(NumericContract.STREAM_MIN, NumericContract.MAX_STREAM_EXPONENT);
    private static final BigInteger X_GREATEST = power(NumericContract.STREAM_MAX, NumericContract.MAX_STREAM_EXPONENT);
    private static final BigInteger D = big(NumericContract.MAX_DIM);
    private static final BigInteger KEYS = big(NumericContract.MAX_TOKENS);
    private static final int GREATEST_MAGNITUDE = 1 << (NumericContract.GELU_INPUT_BITS - 1);
    private static final BigInteger ROUNDING = ONE.shiftLeft(NumericContract.MAX_SHIFT - 1);

    private record Interval(BigInteger least, BigInteger greatest) {
        static Interval of(long least, long greatest) {
            return new Interval(big(least), big(greatest));
        }

        static Interval about(BigInteger magnitude) {
            return new Interval(magnitude.negate(), magnitude);
        }

        Interval plus(Interval other) {
            return new Interval(least.add(other.least), greatest.add(other.greatest));
        }

        Interval times(BigInteger factor) {
            return new Interval(least.multiply(factor), greatest.multiply(factor));
        }

        boolean signed() {
            return least.signum() < 0;
        }

        /** Of the narrowest representation. */
        String bits() {
            int magnitude = Math.max(least.bitLength(), greatest.bitLength());
            return signed() ? magnitude + 1 + " signed" : magnitude + " unsigned";
        }
    }

    @Test
    void everyRowFollowsFromTheBounds() {
        Map<String, Interval> stated = new LinkedHashMap<>();
        for (List<String> row : ContractDocument.read("arithmetic.md").table("widths")) {
            Interval interval = new Interval(value(row.get(2)), value(row.get(3)));
            assertThat(interval.bits()).as(row.get(0)).isEqualTo(row.get(4));
            stated.put(row.get(0), interval);
        }
        assertThat(stated).containsExactlyInAnyOrderEntriesOf(derived());
    }

    private static Map<String, Interval> derived() {
        Map<String, Interval> intervals = new LinkedHashMap<>();
        Interval acc = new Interval(ACC_LEAST, ACC_GREATEST);
        // Shifts of 0 leave the most.
        Interval residual = new Interval(
                power(NumericContract.STREAM_MIN, NumericContract.RESIDUAL_LIFT_BITS),
                power(NumericContract.STREAM_MAX, NumericContract.RESIDUAL_LIFT_BITS));
        BigInteger guard = ONE.shiftLeft(NumericContract.REQUANT_GUARD_BITS);
        Interval s = acc.times(guard);
        Interval z = s.plus(Interval.about(BIAS)).plus(residual);
        Interval half = new Interval(guard.shiftRight(1), guard.shiftRight(1));
        intervals.put("acc, linear layer and logits", acc);
        intervals.put("bias", Interval.about(BIAS));
        intervals.put("acc << 4, s", s);
        intervals.put("r << 12", residual);
        putStream(intervals);
        intervals.put("z", z);
        intervals.put("z and rounding constant", z.plus(half));
        // Both s and the bias are multiples of 16 at their ends.
        assertThat(BIAS.mod(guard)).isZero();
        intervals.put("logit", acc.plus(Interval.about(BIAS.divide(guard))));
        putNorm(intervals, new Interval(ZERO, ROUNDING));
        putAttention(intervals);
        putGelu(intervals);
        return intervals;
    }

    /** The least k for the ends of h; what the shift by 1 + k leaves of them is an int9. */
    private static void putStream(Map<String, Interval> intervals) {
        Interval h = Interval.of(Short.MIN_VALUE, Short.MAX_VALUE);
        int k = h.greatest().bitLength() - 9;
        assertThat(h.least().bitLength()).isEqualTo(9 + k);
        assertThat(h.least().shiftRight(1 + k)).isEqualTo(big(NumericContract.STREAM_MIN));
        assertThat(h.greatest().shiftRight(1 + k)).isEqualTo(big(NumericContract.STREAM_MAX));
        intervals.put("h, residual stream", h);
        intervals.put("k, κ", Interval.of(0, k));
    }

    private static void putNorm(Map<String, Interval> intervals, Interval rounding) {
        Interval x = new Interval(X_LEAST, X_GREATEST);
        BigInteger range = X_GREATEST.subtract(X_LEAST);
        int[] table = ContractTables.tableT();
        int greatestStep = 0;
        for (int i = 1; i < table.length; i++) {
            greatestStep = Math.max(greatestStep, table[i - 1] - table[i]);
        }
        Interval deviation = Interval.about(range.multiply(D.subtract(ONE)));
        BigInteger root = big(table[0]);
        Interval normal = Interval.about(greatestNormal());
        Interval amplified = normal.times(big(-Short.MIN_VALUE));
        Interval affine = amplified.plus(Interval.about(big(NumericContract.MAX_NORM_OFFSET)));
        intervals.put("X", x);
        intervals.put("X²", new Interval(ZERO, X_LEAST.pow(2)));
        intervals.put("s", x.times(D));
        intervals.put("q", new Interval(ZERO, X_LEAST.pow(2).multiply(D)));
        intervals.put("D·q, s²", new Interval(ZERO, X_LEAST.multiply(D).pow(2)));
        intervals.put("v", new Interval(ONE, D.multiply(range.shiftRight(1)).pow(2)));
        intervals.put("z of v", Interval.of(0, 23));
        intervals.put("i", Interval.of(64, 255));
        intervals.put("T", Interval.of(table[table.length - 1], table[0]));
        intervals.put("(T[i] − T[i+1])·f", Interval.of(0, greatestStep * 255L));
        intervals.put("r", Interval.of(leastRoot(), table[0]));
        intervals.put("D·X", x.times(D));
        intervals.put("D·X − s", deviation);
        intervals.put("(D·X − s)·r", deviation.times(root));
        intervals.put("n", normal);
        intervals.put("n·g", amplified);
        intervals.put("n·g + b", affine);
        intervals.put("n·g + b and rounding constant", affine.plus(rounding));
    }

    private static void putAttention(Map<String, Interval> intervals) {
        Interval weight = Interval.of(0, 1 << NumericContract.WEIGHT_FRACTION_BITS);
        Interval quotient = Interval.about(greatestQuotient());
        int[] reciprocals = ContractTables.tableR();
        intervals.put("m − l", Interval.of(0, 255));
        intervals.put("(m − l)·47274", Interval.of(0, 255L * NumericContract.LOG2_E_Q15));
        intervals.put("c, logarithmic", Interval.of(0, NumericContract.SOFTMAX_ZERO_CODE));
        intervals.put("w, logarithmic", weight);
        intervals.put(
                "Z, logarithmic",
                new Interval(weight.greatest(), weight.greatest().multiply(KEYS)));
        intervals.put(
                "acc, logarithmic",
                Interval.of(-128, 127).times(weight.greatest().multiply(KEYS)));
        BigInteger greatestUniform = big(NumericContract.UNIFORM_MAX);
        intervals.put("Z, uniform", new Interval(greatestUniform, greatestUniform.multiply(KEYS)));
        intervals.put("acc, uniform", Interval.of(-128, 127).times(greatestUniform.multiply(KEYS)));
        // |acc| ≤ 128·Z and Z < 2^(λ+1); acc = −128·Z alone reaches the least.
        intervals.put("(acc << 14) >> λ", Interval.of(-(1 << 22), (1 << 22) - 1));
        intervals.put("R", Interval.of(reciprocals[255], reciprocals[0]));
        intervals.put("((acc << 14) >> λ)·R", quotient.times(ONE.shiftLeft(NumericContract.QUOTIENT_SHIFT)));
        intervals.put("n of §5.2", quotient);
        intervals.put("t", Interval.of(0, NumericContract.UNIFORM_MAX_T));
        intervals.put("E, p", Interval.of(0, ContractTables.tableE()[0]));
        int[] thresholds = ContractDocument.read("arithmetic.md").numbers("table-theta");
        int least = Arrays.stream(thresholds).min().orElseThrow();
        int most = Arrays.stream(thresholds).max().orElseThrow();
        intervals.put("255·p + θ", Interval.of(least, 255L * 32768 + most));
        intervals.put("c, w, uniform", Interval.of(0, NumericContract.UNIFORM_MAX));
    }

    /** Every shift with every magnitude; p is least where h is negative, and greatest for the greatest h, where Q is 0. */
    private static void putGelu(Map<String, Interval> intervals) {
        int[] table = ContractTables.tableQ();
        long greatest = 0;
        for (int shift = 0; shift <= NumericContract.MAX_GELU_SHIFT; shift++) {
            for (int a = 0; a <= GREATEST_MAGNITUDE; a++) {
                int i = (a << NumericContract.TAIL_INDEX_BITS) >> shift;
                greatest = Math.max(greatest, i < table.length ? (long) a * table[i] : 0);
            }
        }
        Interval p = Interval.of(-greatest, (long) (GREATEST_MAGNITUDE - 1) << NumericContract.TAIL_FRACTION_BITS);
        intervals.put("h", Interval.of(-GREATEST_MAGNITUDE, GREATEST_MAGNITUDE - 1));
        intervals.put("a", Interval.of(0, GREATEST_MAGNITUDE));
        intervals.put("Q", Interval.of(table[table.length - 1], table[0]));
        intervals.put("a·Q", Interval.of(0, greatest));
        intervals.put("p", p);
        // The least d for the ends of p; what the shift by 12 + d leaves of them is an int8.
        int d = p.greatest().bitLength() - (12 + 7);
        assertThat(p.least().bitLength()).isLessThanOrEqualTo(12 + 7 + d);
        intervals.put("d, ρ", Interval.of(0, d));
    }

    /** √(D − 1)·2^11 times what r can exceed 2^39/√u by, and the half that rounding adds. */
    private static BigInteger greatestNormal() {
        BigInteger square = ZERO;
        for (int i = 64; i < 256; i++) {
            for (int f = 0; f < 256; f++) {
                BigInteger u = big(i).shiftLeft(40).add(big(f + 1).shiftLeft(32));
                square = square.max(u.multiply(big(root(i, f)).pow(2)));
            }
        }
        BigDecimal relative = new BigDecimal(square).sqrt(PRECISE).divide(new BigDecimal(ONE.shiftLeft(39)), PRECISE);
        assertThat(relative.subtract(BigDecimal.ONE)).isBetween(new BigDecimal("6.0e-5"), new BigDecimal("6.1e-5"));
        BigDecimal exact = new BigDecimal(D.subtract(ONE)).sqrt(PRECISE);
        return exact.multiply(BigDecimal.valueOf(1 << NumericContract.NORM_FRACTION_BITS))
                .multiply(relative)
                .add(new BigDecimal("0.5"))
                .setScale(0, RoundingMode.FLOOR)
                .toBigInteger();
    }

    private static int leastRoot() {
        int least = Integer.MAX_VALUE;
        for (int i = 64; i < 256; i++) {
            for (int f = 0; f < 256; f++) {
                least = Math.min(least, root(i, f));
            }
        }
        return least;
    }

    private static int root(int i, int f) {
        int high = ContractTables.reciprocalRoot(i);
        return high - (((high - ContractTables.reciprocalRoot(i + 1)) * f + 128) >> 8);
    }

    /** 1.003·2^22 + 3, the page's bound; 1.003 covers Z·R[u] / 2^(15+λ) < (257 + u)·R[u] / 2^23. */
    private static BigInteger greatestQuotient() {
        for (int u = 0; u < 256; u++) {
            assertThat((257.0 + u) * ContractTables.reciprocal(u)).isLessThan(1.003 * (1 << 23));
        }
        return BigInteger.valueOf((long) Math.floor(1.003 * (1 << 22) + 3));
    }

    private static BigInteger power(int code, int exponent) {
        return big(code).shiftLeft(exponent);
    }

    /** A sum of products of powers as the page writes it. */
    private static BigInteger value(String text) {
        BigInteger sum = ZERO;
        String terms = text.startsWith("−") ? "0 − " + text.substring(1) : text;
        String[] tokens = terms.split(" ");
        for (int i = 0; i < tokens.length; i += 2) {
            BigInteger product = ONE;
            for (String factor : tokens[i].split("·")) {
                String[] parts = factor.split("\\^");
                product = product.multiply(
                        new BigInteger(parts[0]).pow(parts.length == 1 ? 1 : Integer.parseInt(parts[1])));
            }
            sum = i > 0 && tokens[i - 1].equals("−") ? sum.subtract(product) : sum.add(product);
        }
        return sum;
    }
}
