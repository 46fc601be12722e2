// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import java.math.BigInteger;

/** An exact fraction in lowest terms; the denominator is positive. */
record Ratio(BigInteger numerator, BigInteger denominator) implements Comparable<Ratio> {
    static final Ratio HALF = new Ratio(BigInteger.ONE, BigInteger.TWO);

    Ratio {
        if (denominator.signum() == 0) {
            throw new ArithmeticException("a fraction with the denominator 0");
        }
        BigInteger divisor = numerator.gcd(denominator);
        if (denominator.signum() < 0) {
            divisor = divisor.negate();
        }
        numerator = numerator.divide(divisor);
        denominator = denominator.divide(divisor);
    }

    static Ratio of(BigInteger whole) {
        return new Ratio(whole, BigInteger.ONE);
    }

    static Ratio of(long whole) {
        return of(BigInteger.valueOf(whole));
    }

    /** 2 to a power that may be negative. */
    static Ratio powerOfTwo(int exponent) {
        BigInteger power = BigInteger.TWO.pow(Math.abs(exponent));
        return exponent < 0 ? new Ratio(BigInteger.ONE, power) : of(power);
    }

    Ratio plus(Ratio other) {
        return new Ratio(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    Ratio minus(Ratio other) {
        return plus(new Ratio(other.numerator.negate(), other.denominator));
    }

    Ratio times(Ratio other) {
        return new Ratio(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    Ratio over(Ratio other) {
        return new Ratio(numerator.multiply(other.denominator), denominator.multiply(other.numerator));
    }

    /** The greatest whole number that is not greater. */
    BigInteger floor() {
        BigInteger[] parts = numerator.divideAndRemainder(denominator);
        return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    /** The nearest whole number, of two the greater. */
    BigInteger nearest() {
        return plus(HALF).floor();
    }

    @Override
    public int compareTo(Ratio other) {
        return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
    }
}
