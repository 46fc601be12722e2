// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim;

import java.util.Arrays;
import java.util.Random;

/** Rows of attention codes whose weights sum to something that contract §5.2 allows, 2^13 … 2^15 − 1 in units of 2^−14. */
enum CodeRows {
    /** All codes, in any order, up to a sum that differs from row to row. */
    ANY {
        @Override
        void fill(byte[] row, Random random) {
            int room = LEAST + random.nextInt(BEYOND - LEAST);
            int first = random.nextInt(row.length);
            row[first] = (byte) (room < 2 * LEAST ? 1 : random.nextInt(2));
            room -= weight(row[first]);
            for (int i = 1; i < row.length; i++) {
                byte code = (byte) random.nextInt(16);
                if (weight(code) <= room) {
                    row[(first + i) % row.length] = code;
                    room -= weight(code);
                }
            }
        }
    },
    /** One key has all the weight. */
    ONE {
        @Override
        void fill(byte[] row, Random random) {
            row[random.nextInt(row.length)] = 0;
        }
    },
    /** Two keys have half of it each; if there is only one, the least sum. */
    HALVES {
        @Override
        void fill(byte[] row, Random random) {
            int first = random.nextInt(row.length);
            row[first] = 1;
            row[(first + 1) % row.length] = 1;
        }
    },
    /** All keys alike: code 9 or 10 for the most keys. */
    EQUAL {
        @Override
        void fill(byte[] row, Random random) {
            int floor = 31 - Integer.numberOfLeadingZeros(row.length);
            Arrays.fill(row, (byte) (floor + random.nextInt(2)));
        }
    },
    /** The least sum, 2^13. */
    LEAST_SUM {
        @Override
        void fill(byte[] row, Random random) {
            row[random.nextInt(row.length)] = 1;
        }
    },
    /** Every code but that for zero: with keys enough the greatest sum, 2^15 − 1. */
    GREATEST_SUM {
        @Override
        void fill(byte[] row, Random random) {
            int first = random.nextInt(row.length);
            for (int code = 0; code < Math.min(ZERO_CODE, row.length); code++) {
                row[(first + code) % row.length] = (byte) code;
            }
        }
    };

    static final byte ZERO_CODE = 15;
    private static final int LEAST = 1 << 13;
    private static final int BEYOND = 1 << 15;

    /** Writes into a row of zero codes. */
    abstract void fill(byte[] row, Random random);

    byte[] row(int keys, Random random) {
        byte[] row = new byte[keys];
        Arrays.fill(row, ZERO_CODE);
        fill(row, random);
        int sum = 0;
        for (byte code : row) {
            sum += weight(code);
        }
        if (sum < LEAST || sum >= BEYOND) {
            throw new AssertionError("%s made a row of %d keys with sum %d".formatted(this, keys, sum));
        }
        return row;
    }

    private static int weight(int code) {
        return code == ZERO_CODE ? 0 : 1 << (14 - code);
    }
}
