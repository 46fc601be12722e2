// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

/**
 * Exact int32 matrix product as sums of scaled rows. The inner loop has the one shape that the JIT compiler turns into
 * vector code on every supported JDK: each operand row is an array of its own and all are indexed alike, so no aliasing
 * has to be assumed. Operands are widened block by block, so the model stays in bytes.
 */
final class BlockedMatMul {
    /** Columns per block: four operand rows and the accumulator row stay in the level-1 cache. */
    private static final int COLUMNS = 192;
    /** Depth per block: the operand block stays in the level-2 cache while all rows pass over it. */
    private static final int DEPTH = 64;

    /** Left operand: writes elements {@code (row, from … from + count − 1)}. */
    @FunctionalInterface
    interface Left {
        void load(int row, int from, int count, int[] into);
    }

    /** Right operand: writes elements {@code (k, from … from + into.length − 1)}. */
    @FunctionalInterface
    interface Right {
        void load(int k, int from, int[] into);
    }

    private BlockedMatMul() {}

    /** {@code acc[row * columns + column] = Σ_k left(row, k) · right(k, column)}, modulo 2^32. */
    static void multiply(int rows, int depth, int columns, Left left, Right right, int[] acc) {
        int blocks = (columns + COLUMNS - 1) / COLUMNS;
        int width = (columns + blocks - 1) / blocks;
        for (int from = 0; from < columns; from += width) {
            block(rows, depth, columns, from, Math.min(width, columns - from), left, right, acc);
        }
    }

    private static void block(
            int rows, int depth, int columns, int from, int width, Left left, Right right, int[] acc) {
        int[][] sums = new int[rows][width];
        int[][] operand = new int[Math.min(DEPTH, depth)][width];
        int[] factors = new int[DEPTH];
        for (int k = 0; k < depth; k += DEPTH) {
            int count = Math.min(DEPTH, depth - k);
            for (int i = 0; i < count; i++) {
                right.load(k + i, from, operand[i]);
            }
            for (int row = 0; row < rows; row++) {
                left.load(row, k, count, factors);
                addScaled(sums[row], operand, factors, count);
            }
        }
        for (int row = 0; row < rows; row++) {
            System.arraycopy(sums[row], 0, acc, row * columns + from, width);
        }
    }

    private static void addScaled(int[] sum, int[][] rows, int[] f, int count) {
        int i = 0;
        for (; i + 4 <= count; i += 4) {
            addFour(sum, rows[i], rows[i + 1], rows[i + 2], rows[i + 3], f[i], f[i + 1], f[i + 2], f[i + 3]);
        }
        for (; i < count; i++) {
            addOne(sum, rows[i], f[i]);
        }
    }

    private static void addFour(int[] sum, int[] r0, int[] r1, int[] r2, int[] r3, int f0, int f1, int f2, int f3) {
        for (int c = 0; c < sum.length; c++) {
            sum[c] += f0 * r0[c] + f1 * r1[c] + f2 * r2[c] + f3 * r3[c];
        }
    }

    private static void addOne(int[] sum, int[] row, int factor) {
        for (int c = 0; c < sum.length; c++) {
            sum[c] += factor * row[c];
        }
    }
}
