// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.exchange;

import org.p2vit.quant.InvalidInputException;

/** Codes of 4 bits: two in a byte of a bundle, the first in the low half; one in each byte elsewhere, −8 … 7. */
final class Int4Codes {
    private static final int LEAST = -8;
    private static final int GREATEST = 7;

    private Int4Codes() {}

    static byte[] unpack(byte[] packed, int count) {
        byte[] codes = new byte[count];
        for (int i = 0; i < count; i++) {
            int code = packed[i / 2] >> (i % 2 == 0 ? 0 : 4) & 15;
            codes[i] = (byte) (code > GREATEST ? code - 16 : code);
        }
        return codes;
    }

    /** @throws InvalidInputException naming the first code that 4 bits do not hold */
    static byte[] pack(String name, byte[] codes) {
        byte[] packed = new byte[(codes.length + 1) / 2];
        for (int i = 0; i < codes.length; i++) {
            if (codes[i] < LEAST || codes[i] > GREATEST) {
                throw new InvalidInputException("array " + name + " has 4 bits; its element " + i + " is " + codes[i]
                        + ", allowed is " + LEAST + " … " + GREATEST);
            }
            packed[i / 2] |= (byte) ((codes[i] & 15) << (4 * (i % 2)));
        }
        return packed;
    }
}
