// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import static org.p2vit.quant.witness.Whole.list;
import static org.p2vit.quant.witness.Whole.roundShift;
import static org.p2vit.quant.witness.Whole.sat8;
import static org.p2vit.quant.witness.Whole.shiftDown;
import static org.p2vit.quant.witness.Whole.shiftUp;
import static org.p2vit.quant.witness.Whole.sum;
import static org.p2vit.quant.witness.Whole.whole;

import java.math.BigInteger;
import java.util.List;

/** §3: LayerNorm of tokens, given as X[c]. {@code gain} is g[c], {@code offset} b[c]. */
record WitnessNorm(List<BigInteger> gain, List<BigInteger> offset, BigInteger shift) {
    Matrix codes(WitnessStream stream) {
        Matrix x = stream.values();
        return x.map(token -> row(x.row(token)));
    }

    /** y[c] of one token. */
    List<BigInteger> row(List<BigInteger> x) {
        List<BigInteger> n = normalised(x);
        return list(n.size(), c -> {
            BigInteger scaled = n.get(c).multiply(gain.get(c)).add(offset.get(c));
            return sat8(roundShift(scaled, shift.intValueExact()));
        });
    }

    /** n[c] of one token. */
    List<BigInteger> normalised(List<BigInteger> x) {
        int length = x.size();
        BigInteger d = whole(length);
        BigInteger s = sum(length, x::get);
        BigInteger q = sum(length, c -> x.get(c).pow(2));
        BigInteger v = d.multiply(q).subtract(s.pow(2)).max(BigInteger.ONE);
        int z = normalisation(v);
        BigInteger r = inverseRoot(shiftUp(v, 2 * z));
        return list(length, c -> roundShift(d.multiply(x.get(c)).subtract(s).multiply(r), 28 - z));
    }

    /** The integer z with 2^46 ≤ v·4^z < 2^48. */
    private static int normalisation(BigInteger v) {
        int z = 0;
        while (v.multiply(whole(4).pow(z)).compareTo(BigInteger.TWO.pow(46)) < 0) {
            z++;
        }
        if (v.multiply(whole(4).pow(z)).compareTo(BigInteger.TWO.pow(48)) >= 0) {
            throw new ArithmeticException("§3: no z for v = " + v);
        }
        return z;
    }

    /** r, which stands for 2^39/√u. */
    private static BigInteger inverseRoot(BigInteger u) {
        int i = shiftDown(u, 40).intValueExact();
        BigInteger f = shiftDown(u, 32).mod(whole(256));
        BigInteger slope = DerivedTables.t(i).subtract(DerivedTables.t(i + 1));
        return DerivedTables.t(i).subtract(shiftDown(slope.multiply(f).add(whole(128)), 8));
    }
}
