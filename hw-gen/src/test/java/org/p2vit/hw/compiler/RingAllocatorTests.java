// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.p2vit.quant.InvalidInputException;

class RingAllocatorTests {
    private record Slice(int start, int words) {}

    @Test
    void slicesNeverOverlapLiveOnesWhenTokensAreTaken() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int capacity = 1 + random.nextInt(64);
            RingAllocator ring = new RingAllocator("ring", capacity);
            Deque<Slice> live = new ArrayDeque<>();
            for (int i = 0; i < 200; i++) {
                int words = 1 + random.nextInt(capacity);
                RingAllocator.Allocation allocation = ring.allocate(words, "slice");
                for (int token = 0; token < allocation.tokens(); token++) {
                    live.removeFirst();
                }
                Slice slice = new Slice(allocation.address(), words);
                assertThat(slice.start() + words).as("seed %d", seed).isLessThanOrEqualTo(capacity);
                for (Slice other : live) {
                    boolean apart =
                            slice.start() + words <= other.start() || other.start() + other.words() <= slice.start();
                    assertThat(apart)
                            .as("seed %d: %s overlaps %s", seed, slice, other)
                            .isTrue();
                }
                live.addLast(slice);
            }
        }
    }

    @Test
    void slicesThatFitTogetherDoNotWait() {
        RingAllocator ring = new RingAllocator("ring", 12);

        assertThat(ring.allocate(4, "a")).isEqualTo(new RingAllocator.Allocation(0, 0));
        assertThat(ring.allocate(4, "b")).isEqualTo(new RingAllocator.Allocation(4, 0));
        assertThat(ring.allocate(4, "c")).isEqualTo(new RingAllocator.Allocation(8, 0));
        assertThat(ring.allocate(5, "d")).isEqualTo(new RingAllocator.Allocation(0, 2));
    }

    @Test
    void tooLargeSliceIsRefused() {
        assertThatThrownBy(() -> new RingAllocator("weight buffer", 8).allocate(9, "blocks.0.fc2"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("blocks.0.fc2 needs 9 words of the weight buffer, which has 8");
    }
}
