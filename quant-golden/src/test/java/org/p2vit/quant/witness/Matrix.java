// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Whole numbers in rows and columns, the words row-major. */
record Matrix(int rows, int columns, List<BigInteger> words) {
    /** What stands at a row and a column. */
    @FunctionalInterface
    interface Entry {
        BigInteger at(int row, int column);
    }

    Matrix {
        if (words.size() != rows * columns) {
            throw new IllegalArgumentException(words.size() + " words for " + rows + " x " + columns);
        }
        words = List.copyOf(words);
    }

    static Matrix of(int rows, int columns, Entry entry) {
        List<BigInteger> words = new ArrayList<>(rows * columns);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                words.add(entry.at(row, column));
            }
        }
        return new Matrix(rows, columns, words);
    }

    /** A matrix of the given rows, all of one length. */
    static Matrix ofRows(List<List<BigInteger>> rows) {
        return of(
                rows.size(), rows.get(0).size(), (row, column) -> rows.get(row).get(column));
    }

    /** Matrices of one width, one below the other. */
    static Matrix stacked(List<Matrix> parts) {
        List<BigInteger> words =
                parts.stream().flatMap(part -> part.words.stream()).toList();
        int columns = parts.get(0).columns;
        return new Matrix(words.size() / columns, columns, words);
    }

    /** Matrices of one height and width, one beside the other. */
    static Matrix beside(List<Matrix> parts) {
        int width = parts.get(0).columns;
        return of(parts.get(0).rows, parts.size() * width, (row, column) -> parts.get(column / width)
                .at(row, column % width));
    }

    BigInteger at(int row, int column) {
        return words.get(row * columns + column);
    }

    List<BigInteger> row(int row) {
        return words.subList(row * columns, (row + 1) * columns);
    }

    Matrix map(IntFunction<List<BigInteger>> rowOf) {
        List<List<BigInteger>> mapped = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            mapped.add(rowOf.apply(row));
        }
        return ofRows(mapped);
    }
}
