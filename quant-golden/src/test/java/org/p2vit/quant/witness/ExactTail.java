// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import java.math.BigInteger;
import java.util.function.IntUnaryOperator;

/**
 * §6: entries of Table Q, round(2^9·(1 − Φ((i + ½)/32))), decided and not approximated: 1 − Φ is enclosed between two fractions, and both
 * ends have to give one entry.
 *
 * <p>1 − Φ(x) = ½ − φ(x)·Σ x^(2k+1)/(1·3·…·(2k+1)), φ(x) = 1/(e^(x²/2)·√(2π)), for 0 ≤ x &lt; 4.
 */
final class ExactTail {
    private static final int TERMS = 80;
    private static final int ROOT_BITS = 160;

    /** Machin: π = 16·arctan(1/5) − 4·arctan(1/239). */
    static final Enclosed PI = pi();

    private static final Enclosed ROOT_OF_TWO_PI = rootOfTwoPi();

    private ExactTail() {}

    /** A value from one end to the other. */
    record Enclosed(Ratio least, Ratio greatest) {
        /** The nearest whole number of the value times a scale. */
        BigInteger nearest(Ratio scale) {
            BigInteger below = least.times(scale).nearest();
            BigInteger above = greatest.times(scale).nearest();
            if (!below.equals(above)) {
                throw new ArithmeticException("not decided: " + below + " or " + above);
            }
            return below;
        }
    }

    static BigInteger entry(int i) {
        Ratio middle = Ratio.of(i).plus(Ratio.HALF).over(Ratio.of(32));
        return beyond(middle).nearest(Ratio.powerOfTwo(9));
    }

    /** 1 − Φ(x), 0 ≤ x &lt; 4. */
    static Enclosed beyond(Ratio x) {
        Ratio square = x.times(x);
        Enclosed series = sum(x, square, k -> 2 * k + 1);
        Enclosed power = sum(Ratio.of(1), square.times(Ratio.HALF), k -> k);
        Ratio most = series.greatest().over(power.least().times(ROOT_OF_TWO_PI.least()));
        Ratio fewest = series.least().over(power.greatest().times(ROOT_OF_TWO_PI.greatest()));
        return new Enclosed(Ratio.HALF.minus(most), Ratio.HALF.minus(fewest));
    }

    /** Σ of terms not negative, of which term k is the one before times factor/divisor(k), and that halve at least behind {@link #TERMS}. */
    private static Enclosed sum(Ratio first, Ratio factor, IntUnaryOperator divisor) {
        Ratio term = first;
        Ratio sum = first;
        for (int k = 1; k < TERMS; k++) {
            term = term.times(factor).over(Ratio.of(divisor.applyAsInt(k)));
            sum = sum.plus(term);
        }
        // All that are left out are at most the last once more.
        return new Enclosed(sum, sum.plus(term));
    }

    private static Enclosed pi() {
        Enclosed fifth = arctanOfInverse(5);
        Enclosed small = arctanOfInverse(239);
        Ratio four = Ratio.of(4);
        Ratio sixteen = Ratio.of(16);
        return new Enclosed(
                fifth.least().times(sixteen).minus(small.greatest().times(four)),
                fifth.greatest().times(sixteen).minus(small.least().times(four)));
    }

    /** arctan(1/x) = Σ (−1)^k/((2k + 1)·x^(2k+1)): sums are too great and too small in turn. */
    private static Enclosed arctanOfInverse(int x) {
        Ratio before = Ratio.of(0);
        Ratio sum = Ratio.of(0);
        for (int k = 0; k < TERMS; k++) {
            before = sum;
            Ratio term = Ratio.of(1)
                    .over(Ratio.of(BigInteger.valueOf(x).pow(2 * k + 1)).times(Ratio.of(2L * k + 1)));
            sum = k % 2 == 0 ? sum.plus(term) : sum.minus(term);
        }
        // An even number of terms ends below.
        return new Enclosed(sum, before);
    }

    private static Enclosed rootOfTwoPi() {
        Ratio scale = Ratio.powerOfTwo(2 * ROOT_BITS + 1);
        BigInteger below = PI.least().times(scale).floor().sqrt();
        BigInteger above = PI.greatest().times(scale).floor().sqrt().add(BigInteger.ONE);
        Ratio step = Ratio.powerOfTwo(-ROOT_BITS);
        return new Enclosed(Ratio.of(below).times(step), Ratio.of(above).times(step));
    }
}
