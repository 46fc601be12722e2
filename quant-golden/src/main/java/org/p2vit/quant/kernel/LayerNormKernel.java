// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

/** Integer LayerNorm of tokens of the residual stream, contract §3. */
public final class LayerNormKernel {
    private LayerNormKernel() {}

    /**
     * @param stream x and k, rows of D columns
     * @param gain g[c]
     * @param offset b[c]
     * @return int8 at {@code [row * D + c]}
     */
    public static byte[] normalize(StreamCodes stream, short[] gain, int[] offset, int shift) {
        int dim = stream.columns();
        byte[] codes = new byte[stream.codes().length];
        int[] scaled = new int[dim];
        for (int row = 0; row < stream.rows(); row++) {
            for (int c = 0; c < dim; c++) {
                int i = row * dim + c;
                scaled[c] = stream.codes()[i] << stream.exponentAt(i);
            }
            long sum = sum(scaled);
            long v = Math.max(1, dim * sumOfSquares(scaled) - sum * sum);
            int z = (Long.numberOfLeadingZeros(v) - 16) >> 1;
            int r = reciprocalRoot(v << (2 * z));
            for (int c = 0; c < dim; c++) {
                long n = FixedPoint.roundShift((dim * (long) scaled[c] - sum) * r, 28 - z);
                codes[row * dim + c] = FixedPoint.roundShiftSaturate8(n * gain[c] + offset[c], shift);
            }
        }
        return codes;
    }

    /** r = 2^39/√u by table T and linear interpolation, for 2^46 ≤ u &lt; 2^48. */
    private static int reciprocalRoot(long u) {
        int i = (int) (u >> 40);
        int f = (int) (u >> 32) & 255;
        int high = ContractTables.reciprocalRoot(i);
        int low = ContractTables.reciprocalRoot(i + 1);
        return high - (int) FixedPoint.roundShift((high - low) * f, 8);
    }

    private static long sum(int[] values) {
        long sum = 0;
        for (int value : values) {
            sum += value;
        }
        return sum;
    }

    private static long sumOfSquares(int[] values) {
        long sum = 0;
        for (int value : values) {
            sum += (long) value * value;
        }
        return sum;
    }
}
