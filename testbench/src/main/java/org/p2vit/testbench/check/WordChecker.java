// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.check;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Compares the words of one stream of one hardware unit with what is expected, in order. Expectations may be queued ahead
 * of the words or alternate with them; every word received needs one, every expectation needs a word.
 */
public final class WordChecker {
    private record Expected(String tensor, int row, int column, LaneFormat format, long[] values) {}

    private final String unit;
    private final Repeat repeat;
    private final Deque<Expected> expected = new ArrayDeque<>();
    private Expected last;
    private long lastCycle;
    private long words;
    private long mismatches;
    private long firstCycle = Long.MAX_VALUE;
    private String firstMismatch = "";

    /** @param unit the sub-processor whose output this is */
    public WordChecker(String unit, Repeat repeat) {
        this.unit = unit;
        this.repeat = repeat;
    }

    /**
     * The next word has these numbers in its first lanes; further lanes are not looked at.
     *
     * @param row of the tensor
     * @param column of the number in lane 0; the other lanes follow
     */
    public void expect(String tensor, int row, int column, LaneFormat format, long... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("an expectation without numbers of " + tensor + " would always hold");
        }
        expected.add(new Expected(tensor, row, column, format, values.clone()));
    }

    /** As above, for int8 lanes. */
    public void expect(String tensor, int row, int column, byte... values) {
        long[] wide = new long[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        expect(tensor, row, column, LaneFormat.INT8, wide);
    }

    /** A word made in this cycle, little-endian. */
    public void word(long cycle, byte[] data) {
        lastCycle = cycle;
        Expected want = expected.poll();
        if (want == null) {
            String after = last == null ? "no word was expected" : "nothing was expected after " + place(last, 0);
            mismatch(cycle, String.format(Locale.ROOT, "%s, unit %s, cycle %d: one word too many", after, unit, cycle));
            return;
        }
        last = want;
        words++;
        if (want.format().lanes(data.length) < want.values().length) {
            mismatch(
                    cycle,
                    String.format(
                            Locale.ROOT,
                            "%s, unit %s, cycle %d: expected %d lanes, got a word of %d bytes",
                            place(want, 0),
                            unit,
                            cycle,
                            want.values().length,
                            data.length));
            return;
        }
        for (int lane = 0; lane < want.values().length; lane++) {
            long got = want.format().lane(data, lane);
            if (got != want.values()[lane]) {
                mismatch(
                        cycle,
                        String.format(
                                Locale.ROOT,
                                "%s, unit %s, cycle %d: expected %d, got %d",
                                place(want, lane),
                                unit,
                                cycle,
                                want.values()[lane],
                                got));
                return;
            }
        }
    }

    /** Ends the comparison: what is still expected is missing. */
    public Verdict verdict() {
        if (!expected.isEmpty()) {
            mismatch(
                    lastCycle,
                    String.format(
                            Locale.ROOT,
                            "%s, unit %s, cycle %d: %d words are missing from here on",
                            place(expected.peek(), 0),
                            unit,
                            lastCycle,
                            expected.size()));
            mismatches += expected.size() - 1;
            expected.clear();
        }
        if (words == 0 && mismatches == 0) {
            firstMismatch = "unit " + unit + ": no word was compared; " + repeat;
        }
        return new Verdict(words, mismatches, firstCycle, firstMismatch);
    }

    private static String place(Expected word, int lane) {
        return String.format(
                Locale.ROOT, "tensor %s, row %d, column %d", word.tensor(), word.row(), word.column() + lane);
    }

    private void mismatch(long cycle, String what) {
        if (mismatches++ == 0) {
            firstCycle = cycle;
            firstMismatch = what + "; " + repeat;
        }
    }
}
