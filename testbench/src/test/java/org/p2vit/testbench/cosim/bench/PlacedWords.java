// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import org.p2vit.testbench.check.LaneFormat;
import org.p2vit.testbench.check.Repeat;
import org.p2vit.testbench.check.Verdict;
import org.p2vit.testbench.check.WordChecker;

/** Compares the words that a unit writes to a buffer, in order: where each goes, and what it holds. */
public final class PlacedWords {
    private record Place(int bank, int address) {}

    private final String unit;
    private final Repeat repeat;
    private final WordChecker words;
    private final Deque<Place> places = new ArrayDeque<>();
    private int expected;
    private int seen;

    public PlacedWords(String unit, Repeat repeat) {
        this.unit = unit;
        this.repeat = repeat;
        words = new WordChecker(unit, repeat);
    }

    /** The next word goes there and holds these numbers. */
    public void expect(int bank, int address, String tensor, int row, int column, LaneFormat format, long... values) {
        expected++;
        places.add(new Place(bank, address));
        words.expect(tensor, row, column, format, values);
    }

    /** A word written in this cycle. */
    public void word(long cycle, int bank, int address, byte[] data) {
        seen++;
        Place want = places.poll();
        Place got = new Place(bank, address);
        if (want != null && !want.equals(got)) {
            throw new AssertionError("unit %s, cycle %d, word %d: expected at %s, got it at %s; %s"
                    .formatted(unit, cycle, seen, want, got, repeat));
        }
        words.word(cycle, data);
    }

    /** Words expected so far, come or not. */
    int expected() {
        return expected;
    }

    /** Words that have not come yet. */
    public int missing() {
        return places.size();
    }

    public Verdict verdict() {
        return words.verdict();
    }

    /** The numbers {@code from … from + count - 1} of {@code codes}. */
    public static long[] numbers(byte[] codes, int from, int count) {
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = codes[from + i];
        }
        return numbers;
    }
}
