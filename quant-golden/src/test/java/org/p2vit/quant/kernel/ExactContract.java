// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;

/**
 * The numeric contract evaluated a second time from the page alone, in integers without width: no fast path, no shared
 * table, no shared rounding. Slow on purpose.
 */
public final class ExactContract {
    private static final BigInteger TWO = BigInteger.TWO;

    private ExactContract() {}

    public static BigInteger big(long x) {
        return BigInteger.valueOf(x);
    }

    /** ⌊x / 2^n + ½⌋. */
    public static BigInteger roundShift(BigInteger x, int n) {
        return floor(new BigDecimal(x).divide(new BigDecimal(TWO.pow(n))).add(new BigDecimal("0.5")));
    }

    public static int sat8(BigInteger x) {
        return x.max(big(-128)).min(big(127)).intValueExact();
    }

    public static short sat9(BigInteger x) {
        return x.max(big(-256)).min(big(255)).shortValueExact();
    }

    public static int sat16(BigInteger x) {
        return x.max(big(-32768)).min(big(32767)).intValueExact();
    }

    public static int sat18(BigInteger x) {
        return x.max(big(-131072)).min(big(131071)).intValueExact();
    }

    /** §2: ⌊acc·2^4 / 2^(shift − ρ)⌋ and the bias. */
    public static BigInteger sum(BigInteger acc, int bias, int shift, int rho) {
        return floor(new BigDecimal(acc.multiply(big(16))).divide(new BigDecimal(TWO.pow(shift - rho))))
                .add(big(bias));
    }

    /** §2: ⌊r·2^12 / 2^(residualShift − κ)⌋. */
    public static BigInteger residual(int r, int residualShift, int kappa) {
        return floor(new BigDecimal(big(r).multiply(big(4096))).divide(new BigDecimal(TWO.pow(residualShift - kappa))));
    }

    /** §2.2: h of z. */
    public static int streamInput(BigInteger z) {
        return sat16(floor(new BigDecimal(z).divide(new BigDecimal(16))));
    }

    /** §2.2: k of a block with these h. */
    public static int streamExponent(List<BigInteger> h) {
        return exponent(h, 9);
    }

    /** §2.2: x of h in a block with this k. */
    public static short streamCode(int h, int k) {
        return sat9(roundShift(big(h), 1 + k));
    }

    /** Σ left(k) · right(k). */
    public static BigInteger dot(int depth, IntUnaryOperator left, IntUnaryOperator right) {
        BigInteger sum = BigInteger.ZERO;
        for (int k = 0; k < depth; k++) {
            sum = sum.add(big(left.applyAsInt(k)).multiply(big(right.applyAsInt(k))));
        }
        return sum;
    }

    /** Matrix of int8 from a rule for each element. */
    public static byte[] codes(int rows, int columns, IntBinaryOperator rule) {
        byte[] codes = new byte[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int code = rule.applyAsInt(row, column);
                codes[row * columns + column] = (byte) code;
                if (codes[row * columns + column] != code) {
                    throw new ArithmeticException(code + " is not an int8");
                }
            }
        }
        return codes;
    }

    /** §3 for one token; k by block of eight. */
    public static byte[] layerNorm(short[] x, byte[] k, short[] g, int[] b, int shift) {
        int d = x.length;
        BigInteger[] scaled = new BigInteger[d];
        BigInteger s = BigInteger.ZERO;
        BigInteger q = BigInteger.ZERO;
        for (int c = 0; c < d; c++) {
            scaled[c] = big(x[c]).multiply(TWO.pow(k[c / 8]));
            s = s.add(scaled[c]);
            q = q.add(scaled[c].pow(2));
        }
        BigInteger v = big(d).multiply(q).subtract(s.pow(2)).max(BigInteger.ONE);
        int z = 0;
        while (v.multiply(big(4).pow(z)).compareTo(TWO.pow(46)) < 0) {
            z++;
        }
        BigInteger u = v.multiply(big(4).pow(z));
        int i = u.divide(TWO.pow(40)).intValueExact();
        int f = u.divide(TWO.pow(32)).mod(big(256)).intValueExact();
        BigInteger slope = big(tableT(i) - tableT(i + 1)).multiply(big(f));
        BigInteger r = big(tableT(i)).subtract(roundShift(slope, 8));
        byte[] y = new byte[d];
        for (int c = 0; c < d; c++) {
            BigInteger deviation = big(d).multiply(scaled[c]).subtract(s);
            BigInteger n = roundShift(deviation.multiply(r), 28 - z);
            y[c] = (byte) sat8(roundShift(n.multiply(big(g[c])).add(big(b[c])), shift));
        }
        return y;
    }

    /** §5.1 for one row. */
    public static byte[] softmax(byte[] l, int shift) {
        byte[] codes = new byte[l.length];
        for (int j = 0; j < l.length; j++) {
            codes[j] = roundShift(big(greatest(l) - l[j]).multiply(big(47274)), shift)
                    .min(big(15))
                    .byteValueExact();
        }
        return codes;
    }

    /** §5.3 for one row, bytes without sign; {@code constant} keys are no patches. */
    public static byte[] uniformSoftmax(byte[] l, int constant, int shift) {
        List<BigInteger> p = powers(distances(l, shift));
        byte[] codes = new byte[l.length];
        for (int j = 0; j < l.length; j++) {
            int threshold = 2048 * new int[] {1, 9, 5, 13, 3, 11, 7, 15}[(j + l.length - constant) % l.length % 8];
            codes[j] = (byte) p.get(j)
                    .multiply(big(255))
                    .add(big(threshold))
                    .divide(TWO.pow(15))
                    .intValueExact();
        }
        return codes;
    }

    private static int[] distances(byte[] l, int shift) {
        int m = greatest(l);
        int[] t = new int[l.length];
        for (int j = 0; j < l.length; j++) {
            BigInteger exact = roundShift(big(m - l[j]).multiply(big(47274)), shift);
            t[j] = exact.min(big(8191)).intValueExact();
        }
        return t;
    }

    private static int greatest(byte[] l) {
        int m = -128;
        for (byte logit : l) {
            m = Math.max(m, logit);
        }
        return m;
    }

    private static List<BigInteger> powers(int[] t) {
        return Arrays.stream(t)
                .mapToObj(distance -> big(tableE(distance % 256)).divide(TWO.pow(distance / 256)))
                .toList();
    }

    /** §5.2: weight of a code, times 2^14. */
    public static int weight(int code) {
        return code == 15 ? 0 : TWO.pow(14 - code).intValueExact();
    }

    /** §5.2 Z of a row. */
    public static BigInteger weightSum(byte[] c) {
        return dot(c.length, j -> weight(c[j]), j -> 1);
    }

    /** §5.2 n for acc and Z. */
    public static BigInteger quotient(BigInteger acc, BigInteger sum) {
        int length = sum.bitLength() - 1;
        int u = sum.multiply(big(256)).divide(TWO.pow(length)).mod(big(256)).intValueExact();
        BigInteger scaled = floor(new BigDecimal(acc.multiply(TWO.pow(14))).divide(new BigDecimal(TWO.pow(length))));
        return roundShift(scaled.multiply(big(tableR(u))), 14);
    }

    /** §5.2 for one output: the weights of its row, the values of its channel. */
    public static int weightedMean(int[] w, IntUnaryOperator v, int shift) {
        BigInteger sum = dot(w.length, j -> w[j], j -> 1);
        return sat8(roundShift(quotient(dot(w.length, j -> w[j], v), sum), shift));
    }

    /** §6: p of one h. */
    public static BigInteger product(int h, int shift) {
        BigInteger a = big(h).abs();
        int i = a.multiply(big(128)).divide(TWO.pow(shift)).min(big(128)).intValueExact();
        BigInteger positive = big(h).max(BigInteger.ZERO).multiply(big(512));
        return positive.subtract(a.multiply(big(i < 128 ? tableQ(i) : 0)));
    }

    /** §6: d of a block with these p. */
    public static int exponent(List<BigInteger> products) {
        return exponent(products, 19);
    }

    /** The least e with −2^(bits + e) ≤ x < 2^(bits + e) for all values. */
    private static int exponent(List<BigInteger> values, int bits) {
        int e = 0;
        for (BigInteger x : values) {
            while (x.compareTo(TWO.pow(bits + e).negate()) < 0 || x.compareTo(TWO.pow(bits + e)) >= 0) {
                e++;
            }
        }
        return e;
    }

    /** By Simpson's rule for what the density holds up to (i + ½)/32; its error is below 1e-10. */
    private static int tableQ(int i) {
        double step = (i + 0.5) / 32 / 256;
        double sum = 0;
        for (int k = 0; k <= 256; k++) {
            double weight = k == 0 || k == 256 ? 1 : 2 + 2 * (k % 2);
            sum += weight * Math.exp(-(k * step) * (k * step) / 2);
        }
        return (int) Math.round(512 * (0.5 - sum * step / 3 / Math.sqrt(2 * Math.PI)));
    }

    private static int tableT(int i) {
        BigDecimal root = new BigDecimal(i).sqrt(new MathContext(40));
        return round(new BigDecimal(1 << 19).divide(root, new MathContext(40)));
    }

    private static int tableE(int f) {
        return (int) Math.round(32768 * Math.pow(2, -f / 256.0));
    }

    private static int tableR(int i) {
        BigDecimal denominator = new BigDecimal(i).add(new BigDecimal("256.5"));
        return round(new BigDecimal(1 << 23).divide(denominator, new MathContext(40)));
    }

    private static int round(BigDecimal x) {
        return floor(x.add(new BigDecimal("0.5"))).intValueExact();
    }

    private static BigInteger floor(BigDecimal x) {
        return x.setScale(0, RoundingMode.FLOOR).toBigIntegerExact();
    }
}
