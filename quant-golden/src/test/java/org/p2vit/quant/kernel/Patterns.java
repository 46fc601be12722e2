// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import java.util.Arrays;
import java.util.Random;

/** How test operands are filled: the extremes as well as chance. */
enum Patterns {
    RANDOM {
        @Override
        void fill(byte[] codes, int min, int max, Random random) {
            for (int i = 0; i < codes.length; i++) {
                codes[i] = (byte) (min + random.nextInt(max - min + 1));
            }
        }
    },
    ALL_MIN {
        @Override
        void fill(byte[] codes, int min, int max, Random random) {
            Arrays.fill(codes, (byte) min);
        }
    },
    ALL_MAX {
        @Override
        void fill(byte[] codes, int min, int max, Random random) {
            Arrays.fill(codes, (byte) max);
        }
    },
    ALTERNATING {
        @Override
        void fill(byte[] codes, int min, int max, Random random) {
            for (int i = 0; i < codes.length; i++) {
                codes[i] = (byte) (i % 2 == 0 ? min : max);
            }
        }
    },
    ZERO {
        @Override
        void fill(byte[] codes, int min, int max, Random random) {
            Arrays.fill(codes, (byte) 0);
        }
    };

    abstract void fill(byte[] codes, int min, int max, Random random);

    /** Codes of the residual stream. */
    short[] int9(int length, Random random) {
        byte[] halves = int8(length, random);
        short[] codes = new short[length];
        for (int i = 0; i < length; i++) {
            // −128 to −256 and 127 to 255, so that the extremes stay what they are.
            int low = this == RANDOM ? random.nextInt(2) : halves[i] & 1;
            codes[i] = (short) (2 * halves[i] + low);
        }
        return codes;
    }

    byte[] int8(int length, Random random) {
        byte[] codes = new byte[length];
        fill(codes, -128, 127, random);
        return codes;
    }
}
