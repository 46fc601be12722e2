// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.unit.shiftmm;

import java.util.Arrays;
import java.util.Random;

/** Rows of attention codes as contract §5.1 makes them: the greatest weight has code 0. */
enum CodeRows {
    /** All codes, in any order. */
    ANY {
        @Override
        void fill(byte[] row, Random random) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (byte) random.nextInt(16);
            }
        }
    },
    /** Large codes but for the greatest weight, as of a peaked row. */
    SMALL {
        @Override
        void fill(byte[] row, Random random) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (byte) (10 + random.nextInt(6));
            }
        }
    },
    /** One key has all the weight: the least sum, 2^14. */
    ONE {
        @Override
        void fill(byte[] row, Random random) {}
    },
    /** Two keys have half of it each, if there are two. */
    HALVES {
        @Override
        void fill(byte[] row, Random random) {
            row[random.nextInt(row.length)] = 0;
        }
    },
    /** All keys alike: the greatest sum. */
    EQUAL {
        @Override
        void fill(byte[] row, Random random) {
            Arrays.fill(row, (byte) 0);
        }
    },
    /** Sums of all magnitudes: some keys have the greatest weight, the others none. */
    SOME {
        @Override
        void fill(byte[] row, Random random) {
            int bound = 1 + random.nextInt(row.length);
            for (int i = 0; i < bound; i++) {
                row[i] = 0;
            }
        }
    };

    static final byte ZERO_CODE = 15;

    /** Writes into a row of zero codes. */
    abstract void fill(byte[] row, Random random);

    byte[] row(int keys, Random random) {
        byte[] row = new byte[keys];
        Arrays.fill(row, ZERO_CODE);
        fill(row, random);
        row[random.nextInt(keys)] = 0;
        return row;
    }
}
