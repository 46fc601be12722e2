// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.estimate;

import java.util.ArrayDeque;
import java.util.Deque;

/** Tokens between one giver and one taker, each with the cycle from which it can be taken. */
final class Tokens {
    private final Deque<Double> waiting = new ArrayDeque<>();

    /** Holds {@code credits} tokens from the beginning. */
    static Tokens of(int credits) {
        Tokens tokens = new Tokens();
        for (int i = 0; i < credits; i++) {
            tokens.give(0);
        }
        return tokens;
    }

    void give(double cycle) {
        waiting.addLast(cycle);
    }

    boolean available() {
        return !waiting.isEmpty();
    }

    /** How many have been given and not taken. */
    int count() {
        return waiting.size();
    }

    double take() {
        return waiting.removeFirst();
    }
}
