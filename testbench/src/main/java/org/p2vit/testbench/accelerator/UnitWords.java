// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.p2vit.hw.compiler.Span;
import org.p2vit.hw.program.Unit;

/**
 * The row words a unit produces for its commands, in the order in which it produces them: architecture §3.2 read once more, for the
 * checker.
 */
final class UnitWords {
    /**
     * A word of one token row: columns {@code column} … {@code column + count − 1} of what the span produces; no columns where
     * MATMUL hands on a row that its command does not cover.
     */
    record RowWord(Span span, int machineRow, int column, int count) {}

    private final int tokenTile;
    private final int word;
    private final int lanes;

    UnitWords(int tokenTile, int word, int lanes) {
        this.tokenTile = tokenTile;
        this.word = word;
        this.lanes = lanes;
    }

    /** Words of all commands of {@code unit}. */
    Iterator<RowWord> of(Unit unit, List<Span> spans) {
        return spans.stream()
                .filter(span -> span != null && span.unit() == unit)
                .flatMap(this::words)
                .iterator();
    }

    private Stream<RowWord> words(Span span) {
        int firstTile = span.firstRow() / tokenTile;
        int lastTile = (span.firstRow() + span.rows() - 1) / tokenTile;
        int columnWords = (span.columns() + word - 1) / word;
        return IntStream.rangeClosed(firstTile, lastTile).boxed().flatMap(tile -> switch (span.unit()) {
            case MATMUL, REQUANT, SHIFTMM ->
                IntStream.range(0, columnWords).boxed().flatMap(w -> rows(span, tile, 0, tokenTile, w));
            case SOFTMAX ->
                IntStream.range(0, tokenTile / lanes).boxed().flatMap(group -> IntStream.range(0, columnWords)
                        .boxed()
                        .flatMap(w -> rows(span, tile, group * lanes, lanes, w)));
            case NORM ->
                IntStream.range(0, tokenTile).boxed().flatMap(row -> IntStream.range(0, columnWords)
                        .boxed()
                        .flatMap(w -> rows(span, tile, row, 1, w)));
            default -> throw new NoSuchElementException(span.unit() + " produces no tensor");
        });
    }

    /** Word {@code w} of rows {@code first} … {@code first + count − 1} of a tile, as far as the span covers them. */
    private Stream<RowWord> rows(Span span, int tile, int first, int count, int w) {
        int column = w * word;
        int columns = Math.min(word, span.columns() - column);
        return IntStream.range(first, first + count)
                .map(row -> tile * tokenTile + row)
                .boxed()
                .flatMap(row -> {
                    if (row >= span.firstRow() && row < span.firstRow() + span.rows()) {
                        return Stream.of(new RowWord(span, row, column, columns));
                    }
                    return span.unit() == Unit.MATMUL ? Stream.of(new RowWord(span, row, column, 0)) : Stream.empty();
                });
    }
}
