// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

/** GELU by table, contract §6: {@code y = table[x & 255]}. */
public final class GeluKernel {
    private GeluKernel() {}

    /** @param table 256 int8 entries indexed by the two's-complement byte of x */
    public static byte[] apply(byte[] x, byte[] table) {
        byte[] codes = new byte[x.length];
        for (int i = 0; i < x.length; i++) {
            codes[i] = table[x[i] & 255];
        }
        return codes;
    }
}
