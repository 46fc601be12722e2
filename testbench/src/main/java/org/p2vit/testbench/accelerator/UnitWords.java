// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.p2vit.hw.compiler.TensorSlice;
import org.p2vit.hw.program.Unit;

/**
 * The row words a unit produces for its commands, in the order in which it produces them: architecture §3.2 read once more, for the
 * checker.
 */
final class UnitWords {
    /**
     * A word of one token row: columns {@code column} … {@code column + count − 1} of what the slice produces; no columns where
     * MATMUL hands on a row that its command does not cover.
     */
    record RowWord(TensorSlice slice, int machineRow, int column, int count) {}

    private final int tokenTile;
    private final int word;
    private final int lanes;

    UnitWords(int tokenTile, int word, int lanes) {
        this.tokenTile = tokenTile;
        this.word = word;
        this.lanes = lanes;
    }

    /** Words of all commands of {@code unit}. */
    Iterator<RowWord> of(Unit unit, List<TensorSlice> slices) {
        return slices.stream()
                .filter(slice -> slice != null && slice.unit() == unit)
                .flatMap(this::words)
                .iterator();
    }

    private Stream<RowWord> words(TensorSlice slice) {
        int firstTile = slice.firstRow() / tokenTile;
        int lastTile = (slice.firstRow() + slice.rows() - 1) / tokenTile;
        int columnWords = (slice.columns() + word - 1) / word;
        return IntStream.rangeClosed(firstTile, lastTile).boxed().flatMap(tile -> switch (slice.unit()) {
            case MATMUL, REQUANT, SHIFTMM ->
                IntStream.range(0, columnWords).boxed().flatMap(w -> rows(slice, tile, 0, tokenTile, w));
            case SOFTMAX ->
                IntStream.range(0, tokenTile / lanes).boxed().flatMap(group -> IntStream.range(0, columnWords)
                        .boxed()
                        .flatMap(w -> rows(slice, tile, group * lanes, lanes, w)));
            case NORM ->
                IntStream.range(0, tokenTile).boxed().flatMap(row -> IntStream.range(0, columnWords)
                        .boxed()
                        .flatMap(w -> rows(slice, tile, row, 1, w)));
            default -> throw new NoSuchElementException(slice.unit() + " produces no tensor");
        });
    }

    /** Word {@code w} of rows {@code first} … {@code first + count − 1} of a tile, as far as the slice covers them. */
    private Stream<RowWord> rows(TensorSlice slice, int tile, int first, int count, int w) {
        int column = w * word;
        int columns = Math.min(word, slice.columns() - column);
        return IntStream.range(first, first + count)
                .map(row -> tile * tokenTile + row)
                .boxed()
                .flatMap(row -> {
                    if (row >= slice.firstRow() && row < slice.firstRow() + slice.rows()) {
                        return Stream.of(new RowWord(slice, row, column, columns));
                    }
                    return slice.unit() == Unit.MATMUL ? Stream.of(new RowWord(slice, row, column, 0)) : Stream.empty();
                });
    }
}
