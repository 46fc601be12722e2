// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import java.math.BigInteger;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** §1: whole numbers without bounds, the rounding shift and saturation. */
final class Whole {
    private Whole() {}

    static BigInteger whole(long value) {
        return BigInteger.valueOf(value);
    }

    /** {@code x << n}. */
    static BigInteger shiftUp(BigInteger x, int n) {
        return Ratio.of(x).times(Ratio.powerOfTwo(notNegative(n))).floor();
    }

    /** {@code x >> n}: the floor of x/2^n. */
    static BigInteger shiftDown(BigInteger x, int n) {
        return Ratio.of(x).times(Ratio.powerOfTwo(-notNegative(n))).floor();
    }

    /** §1.1: x/2^n to the nearest, ties towards +∞. */
    static BigInteger roundShift(BigInteger x, int n) {
        return Ratio.of(x).times(Ratio.powerOfTwo(-notNegative(n))).nearest();
    }

    /** §1.2. */
    static BigInteger sat8(BigInteger x) {
        return x.max(whole(-128)).min(whole(127));
    }

    /** §1.2. */
    static BigInteger sat9(BigInteger x) {
        return x.max(whole(-256)).min(whole(255));
    }

    /** §1.2. */
    static BigInteger sat16(BigInteger x) {
        return x.max(whole(-32768)).min(whole(32767));
    }

    /** §1.2. */
    static BigInteger sat18(BigInteger x) {
        return x.max(whole(-131072)).min(whole(131071));
    }

    /** The greatest e with 2^e ≤ x; x is positive. */
    static int floorLog2(BigInteger x) {
        int exponent = 0;
        while (BigInteger.TWO.pow(exponent + 1).compareTo(x) <= 0) {
            exponent++;
        }
        return exponent;
    }

    static BigInteger sum(int count, IntFunction<BigInteger> term) {
        BigInteger sum = BigInteger.ZERO;
        for (int index = 0; index < count; index++) {
            sum = sum.add(term.apply(index));
        }
        return sum;
    }

    static List<BigInteger> list(int count, IntFunction<BigInteger> entry) {
        return IntStream.range(0, count).mapToObj(entry).toList();
    }

    private static int notNegative(int shift) {
        if (shift < 0) {
            throw new IllegalArgumentException("§1.1: shifts are never negative, got " + shift);
        }
        return shift;
    }
}
