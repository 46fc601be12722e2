// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.p2vit.hw.compiler.TensorSlice;
import org.p2vit.hw.program.Unit;
import org.p2vit.testbench.accelerator.UnitWords.RowWord;
import org.p2vit.testbench.check.LaneFormat;
import org.p2vit.testbench.check.Repeat;
import org.p2vit.testbench.check.Verdict;
import org.p2vit.testbench.check.WordChecker;
import org.p2vit.testbench.verilator.TapWord;

/** Compares everything one unit wrote in a run with the golden tensors, word by word and in order. */
final class UnitChecker {
    private static final long NEVER = -1;

    private final LaneFormat format;
    private final ReferenceTensors reference;
    private final Iterator<RowWord> expected;
    private final WordChecker checker;
    private final Map<String, Long> firstCycles = new HashMap<>();
    private final Map<String, Long> lastCycles = new HashMap<>();

    UnitChecker(Unit unit, LaneFormat format, Iterator<RowWord> expected, ReferenceTensors reference, Repeat repeat) {
        this.format = format;
        this.reference = reference;
        this.expected = expected;
        this.checker = new WordChecker(unit.name(), repeat);
    }

    /**
     * Takes as many words as this image has.
     *
     * @param words what the tap of the unit recorded
     * @param rest whether nothing may follow
     * @param rowsPerWord token rows in one record
     * @param masked whether the first byte of a record says which of its rows count
     */
    Verdict check(Iterator<TapWord> words, int rowsPerWord, boolean masked, boolean rest) {
        while (words.hasNext() && (rest || expected.hasNext())) {
            TapWord record = words.next();
            byte[] data = record.data();
            int start = masked ? 1 : 0;
            int rowBytes = (data.length - start) / rowsPerWord;
            for (int row = 0; row < rowsPerWord; row++) {
                if (masked && (data[0] >> row & 1) == 0) {
                    continue;
                }
                if (expectNext(record.cycle())) {
                    int from = start + row * rowBytes;
                    checker.word(record.cycle(), Arrays.copyOfRange(data, from, from + rowBytes));
                }
            }
        }
        while (expected.hasNext()) {
            expectNext(NEVER);
        }
        return checker.verdict();
    }

    /** When the first word of a tensor came; that of the run's begin if none did. */
    long firstCycle(String tensor) {
        return firstCycles.getOrDefault(tensor, 0L);
    }

    long lastCycle(String tensor) {
        return lastCycles.getOrDefault(tensor, 0L);
    }

    /** Queues what the next word has to be; false where it does not matter. */
    private boolean expectNext(long cycle) {
        if (!expected.hasNext()) {
            return true;
        }
        RowWord word = expected.next();
        if (word.count() == 0) {
            return false;
        }
        TensorSlice slice = word.slice();
        if (cycle != NEVER) {
            firstCycles.putIfAbsent(slice.tensor(), cycle);
            lastCycles.put(slice.tensor(), cycle);
        }
        int row = slice.tensorRow(word.machineRow());
        long[] values = new long[word.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = reference.value(slice.tensor(), row, slice.tensorColumn(word.column() + i));
        }
        checker.expect(slice.tensor(), row, slice.tensorColumn(word.column()), format, values);
        return true;
    }
}
