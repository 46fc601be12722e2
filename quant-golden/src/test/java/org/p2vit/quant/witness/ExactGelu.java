// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import static org.p2vit.quant.witness.Whole.list;
import static org.p2vit.quant.witness.Whole.sat8;
import static org.p2vit.quant.witness.Whole.whole;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * §6: the table that the quantizer fills, sat8(⌊GELU(x·2^e_x)·2^−e_y + ½⌋ − z) with GELU(x) = x·Φ(x), decided and not approximated: each
 * GELU is enclosed, and both ends have to give one entry.
 *
 * <p>1 − Φ(x) = ½ − φ(x)·Σ x^(2k+1)/(1·3·…·(2k+1)), φ(x) = e^(−x²/2)/√(2π), for 0 ≤ x ≤ 18; beyond, 0 &lt; 1 − Φ(x) &lt; 10^−70.
 */
final class ExactGelu {
    private static final MathContext DIGITS = new MathContext(170);
    private static final BigDecimal ERROR = BigDecimal.ONE.movePointLeft(70);
    /** What the series leave out. */
    private static final BigDecimal NEGLIGIBLE = ERROR.multiply(ERROR);

    private static final int FRACTION_BITS = 260;
    private static final BigDecimal SERIES_LIMIT = new BigDecimal(18);
    private static final BigDecimal HALF = new BigDecimal("0.5");
    private static final BigDecimal ROOT_OF_TWO_PI =
            pi().multiply(BigDecimal.valueOf(2)).sqrt(DIGITS);

    /** 1 − Φ of what was asked for; tables of neighbouring exponents have half of their numbers in common. */
    private static final Map<Ratio, BigDecimal> TAILS = new HashMap<>();

    /** A value strictly between two ends, or both if they are one. */
    private record Enclosed(Ratio least, Ratio greatest) {
        /** The nearest whole number of the value times a scale. */
        BigInteger nearest(Ratio scale) {
            BigInteger above = least.times(scale).nearest();
            Ratio end = greatest.times(scale);
            // Below an end that is not reached: at a half the lower one.
            BigInteger below = least.equals(greatest)
                    ? above
                    : Ratio.HALF.minus(end).floor().negate();
            if (!above.equals(below)) {
                throw new ArithmeticException("not decided: " + least.times(scale) + " to " + end);
            }
            return above;
        }
    }

    /** GELU of the index byte 0 … 255. */
    private final List<Enclosed> values;

    private ExactGelu(List<Enclosed> values) {
        this.values = values;
    }

    static ExactGelu of(int inputExponent) {
        return new ExactGelu(IntStream.range(0, 256)
                .mapToObj(index ->
                        gelu(Ratio.of(index < 128 ? index : index - 256).times(Ratio.powerOfTwo(inputExponent))))
                .toList());
    }

    /** The entries in the order of their index. */
    List<BigInteger> entries(int outputExponent, int offset) {
        Ratio scale = Ratio.powerOfTwo(-outputExponent);
        return list(256, index -> sat8(values.get(index).nearest(scale).subtract(whole(offset))));
    }

    private static Enclosed gelu(Ratio x) {
        if (x.numerator().signum() == 0) {
            return new Enclosed(x, x);
        }
        boolean negative = x.numerator().signum() < 0;
        // What ratio() takes away is far below the error.
        BigDecimal tail = TAILS.computeIfAbsent(negative ? Ratio.of(0).minus(x) : x, ExactGelu::upperTail);
        Ratio least = ratio(tail.subtract(ERROR).max(BigDecimal.ZERO));
        Ratio greatest = ratio(tail.add(ERROR));
        Ratio one = Ratio.of(1);
        return negative
                ? new Enclosed(x.times(greatest), x.times(least))
                : new Enclosed(x.times(one.minus(greatest)), x.times(one.minus(least)));
    }

    /** 1 − Φ(x), x positive, within {@link #ERROR}. */
    private static BigDecimal upperTail(Ratio ratio) {
        BigDecimal x = new BigDecimal(ratio.numerator()).divide(new BigDecimal(ratio.denominator()), DIGITS);
        if (x.compareTo(SERIES_LIMIT) > 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal square = x.multiply(x, DIGITS);
        BigDecimal term = x;
        BigDecimal series = x;
        for (int odd = 3; term.compareTo(NEGLIGIBLE) > 0; odd += 2) {
            term = term.multiply(square, DIGITS).divide(BigDecimal.valueOf(odd), DIGITS);
            series = series.add(term, DIGITS);
        }
        BigDecimal power = exponential(square.multiply(HALF, DIGITS));
        return HALF.subtract(series.divide(power.multiply(ROOT_OF_TWO_PI, DIGITS), DIGITS));
    }

    /** e^x, x not negative. */
    private static BigDecimal exponential(BigDecimal x) {
        BigDecimal term = BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ONE;
        for (int k = 1; term.compareTo(NEGLIGIBLE) > 0; k++) {
            term = term.multiply(x, DIGITS).divide(BigDecimal.valueOf(k), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        return sum;
    }

    /** Machin: π = 16·arctan(1/5) − 4·arctan(1/239). */
    private static BigDecimal pi() {
        return arctanOfInverse(5)
                .multiply(BigDecimal.valueOf(16))
                .subtract(arctanOfInverse(239).multiply(BigDecimal.valueOf(4)));
    }

    private static BigDecimal arctanOfInverse(int x) {
        BigDecimal power = BigDecimal.ONE.divide(BigDecimal.valueOf(x), DIGITS);
        BigDecimal sum = power;
        for (int k = 3; power.abs().compareTo(NEGLIGIBLE) > 0; k += 2) {
            power = power.divide(BigDecimal.valueOf(-(long) x * x), DIGITS);
            sum = sum.add(power.divide(BigDecimal.valueOf(k), DIGITS), DIGITS);
        }
        return sum;
    }

    /** Within 2^−{@value #FRACTION_BITS}, with a small denominator. */
    private static Ratio ratio(BigDecimal value) {
        BigDecimal scaled = value.multiply(new BigDecimal(BigInteger.TWO.pow(FRACTION_BITS)));
        return Ratio.of(scaled.toBigInteger()).times(Ratio.powerOfTwo(-FRACTION_BITS));
    }
}
