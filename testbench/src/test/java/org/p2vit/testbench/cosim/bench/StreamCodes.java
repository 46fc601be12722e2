// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.bench;

import java.util.Random;

/** Codes of the residual stream and their words: int9, lane 0 lowest. */
public final class StreamCodes {
    public static final int BITS = 9;
    public static final int LEAST = -256;
    public static final int GREATEST = 255;

    private StreamCodes() {}

    public static short random(Random random) {
        return (short) (random.nextInt(GREATEST - LEAST + 1) + LEAST);
    }

    /** Codes one behind the other, as many as fill whole bytes. */
    public static byte[] pack(short... codes) {
        byte[] bytes = new byte[codes.length * BITS / Byte.SIZE];
        if (bytes.length * Byte.SIZE != codes.length * BITS) {
            throw new IllegalArgumentException(codes.length + " codes do not fill whole bytes");
        }
        for (int bit = 0; bit < codes.length * BITS; bit++) {
            int value = codes[bit / BITS] >> bit % BITS & 1;
            bytes[bit / Byte.SIZE] |= (byte) (value << bit % Byte.SIZE);
        }
        return bytes;
    }
}
