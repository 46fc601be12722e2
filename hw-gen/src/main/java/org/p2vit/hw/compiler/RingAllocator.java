// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import java.util.ArrayDeque;
import java.util.Deque;
import org.p2vit.quant.InvalidInputException;

/**
 * Allocates consecutive slices of a buffer in rotation. The users of a ring free its slices in the order of
 * allocation, one token each, so the allocator knows how many tokens a new slice has to wait for.
 */
final class RingAllocator {
    private record Slice(int start, int end) {}

    /** A slice of {@code words} at {@code address} that may be overwritten after {@code tokens} more slices are freed. */
    record Allocation(int address, int tokens) {}

    private final String name;
    private final int capacity;
    private final Deque<Slice> live = new ArrayDeque<>();
    private int next;
    /** Tokens of slices given up before the next one was asked for. */
    private int owed;

    RingAllocator(String name, int capacity) {
        this.name = name;
        this.capacity = capacity;
    }

    int capacity() {
        return capacity;
    }

    /** Goes on at the beginning, so that the same slices come to the same places again. */
    void restart() {
        while (!live.isEmpty() && live.peekFirst().start() >= next) {
            live.removeFirst();
            owed++;
        }
        next = 0;
    }

    Allocation allocate(int words, String what) {
        if (words > capacity) {
            throw new InvalidInputException(
                    what + " needs " + words + " words of the " + name + ", which has " + capacity);
        }
        if (next + words > capacity) {
            restart();
        }
        int tokens = owed;
        owed = 0;
        int start = next;
        int end = start + words;
        while (!live.isEmpty()
                && live.peekFirst().start() < end
                && live.peekFirst().end() > start) {
            live.removeFirst();
            tokens++;
        }
        live.addLast(new Slice(start, end));
        next = end;
        return new Allocation(start, tokens);
    }
}
