// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * When REQUANT reads the residual stream, which NORM reads too: REQUANT is never refused, NORM waits where both want the same bank. REQUANT goes
 * over the T / R groups of banks in turn, a group in a cycle, so NORM's bank is taken in one of as many cycles.
 */
final class ResidualReads {
    private final int groups;
    private final Deque<Interval> reads = new ArrayDeque<>();

    private record Interval(double begin, double end) {}

    /** @param groups T / R */
    ResidualReads(int groups) {
        this.groups = groups;
    }

    /** REQUANT reads in every cycle from {@code begin} to before {@code end}; later than all before. */
    void add(double begin, double end) {
        if (!reads.isEmpty() && reads.getLast().end() == begin) {
            reads.addLast(new Interval(reads.removeLast().begin(), end));
        } else {
            reads.addLast(new Interval(begin, end));
        }
    }

    /** When NORM has read {@code words} from cycle {@code from} on; it does not go back behind that again. */
    double readBy(double from, int words) {
        while (!reads.isEmpty() && reads.getFirst().end() <= from) {
            reads.removeFirst();
        }
        double at = from;
        double left = words;
        for (Interval read : reads) {
            if (read.begin() >= at + left) {
                break;
            }
            double alone = Math.max(0, read.begin() - at);
            left -= alone;
            at += alone;
            double shared = (read.end() - at) * (groups - 1) / groups;
            if (shared >= left) {
                return at + left * groups / (groups - 1);
            }
            left -= shared;
            at = read.end();
        }
        return at + left;
    }
}
