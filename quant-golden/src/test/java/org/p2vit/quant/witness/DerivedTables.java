// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import static org.p2vit.quant.witness.Whole.list;
import static org.p2vit.quant.witness.Whole.whole;

import java.math.BigInteger;
import java.util.List;
import java.util.function.Predicate;

/**
 * The tables and the constant of the contract, from what the document says they are and not from the numbers in it. No root, power or
 * logarithm is approximated: a number is the nearest to a value if the halves around it enclose that value, and that is asked of powers
 * of both sides, which are whole; in table Q the value is enclosed ({@link ExactTail}).
 */
final class DerivedTables {
    private static final int FIRST_T = 64;
    private static final List<BigInteger> T = list(193, index -> inverseRoot(FIRST_T + index));
    private static final List<BigInteger> E = list(256, DerivedTables::power);
    private static final List<BigInteger> R = list(256, DerivedTables::reciprocal);
    private static final List<BigInteger> Q = list(128, ExactTail::entry);
    private static final List<BigInteger> THETA = list(8, DerivedTables::threshold);

    /** §5: round(2^15 · log2 e). */
    static final BigInteger LOG2_E = log2OfE();

    private DerivedTables() {}

    /** §3: round(2^19/√i), i = 64 … 256. */
    static BigInteger t(int i) {
        return T.get(i - FIRST_T);
    }

    /** §5.3: round(2^15 · 2^(−f/256)), f = 0 … 255. */
    static BigInteger e(int f) {
        return E.get(f);
    }

    /** §6: round(2^9·(1 − Φ((i + ½)/32))), i = 0 … 127; 0 beyond. */
    static BigInteger q(BigInteger i) {
        return i.compareTo(whole(Q.size())) < 0 ? Q.get(i.intValueExact()) : BigInteger.ZERO;
    }

    /** §5.2: round(2^15·256/(256 + i + ½)), i = 0 … 255. */
    static BigInteger r(int i) {
        return R.get(i);
    }

    /** §5.3: θ[i], i = 0 … 7. */
    static BigInteger theta(int i) {
        return THETA.get(i);
    }

    private static BigInteger inverseRoot(int i) {
        // n − ½ ≤ 2^19/√i, both sides doubled and squared.
        return greatest(n -> twiceLessOne(n).pow(2).multiply(whole(i)).compareTo(BigInteger.TWO.pow(40)) <= 0);
    }

    private static BigInteger power(int f) {
        // n − ½ ≤ 2^15 · 2^(−f/256), both sides doubled, to the power of 256.
        return greatest(n -> twiceLessOne(n).pow(256).compareTo(BigInteger.TWO.pow(16 * 256 - f)) <= 0);
    }

    private static BigInteger reciprocal(int i) {
        return Ratio.powerOfTwo(15 + 8).over(Ratio.of(256 + i).plus(Ratio.HALF)).nearest();
    }

    private static BigInteger threshold(int i) {
        int reversed = (i % 2) * 4 + (i / 2 % 2) * 2 + i / 4;
        return whole(2048L * (2 * reversed + 1));
    }

    /** The greatest positive n that holds, of a condition that holds up to some n below 2^17. */
    private static BigInteger greatest(Predicate<BigInteger> holds) {
        BigInteger least = BigInteger.ONE;
        BigInteger beyond = BigInteger.TWO.pow(17);
        while (beyond.subtract(least).compareTo(BigInteger.ONE) > 0) {
            BigInteger middle = least.add(beyond).divide(BigInteger.TWO);
            if (holds.test(middle)) {
                least = middle;
            } else {
                beyond = middle;
            }
        }
        return least;
    }

    private static BigInteger twiceLessOne(BigInteger n) {
        return n.multiply(BigInteger.TWO).subtract(BigInteger.ONE);
    }

    private static BigInteger log2OfE() {
        // ln 2 = Σ 1/(k·2^k); what is left behind k terms is below 2^−k. log2 e = 1/ln 2.
        int terms = 64;
        Ratio least = Ratio.of(0);
        for (int k = 1; k <= terms; k++) {
            least = least.plus(Ratio.of(1).over(Ratio.of(k).times(Ratio.powerOfTwo(k))));
        }
        Ratio greatest = least.plus(Ratio.powerOfTwo(-terms));
        BigInteger upper = Ratio.powerOfTwo(15).over(least).nearest();
        BigInteger lower = Ratio.powerOfTwo(15).over(greatest).nearest();
        if (!upper.equals(lower)) {
            throw new ArithmeticException("log2 e lies between " + lower + " and " + upper);
        }
        return lower;
    }
}
