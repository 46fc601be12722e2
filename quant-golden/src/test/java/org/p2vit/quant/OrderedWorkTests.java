// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderedWorkTests {
    private static final int COUNT = 1000;

    @ParameterizedTest(name = "{0} threads")
    @ValueSource(ints = {1, 2, 5})
    void fewResultsWaitAndAllComeInOrder(int threads) {
        AtomicInteger started = new AtomicInteger();
        List<Integer> order = new ArrayList<>();
        int[] most = {0};
        OrderedWork.run(threads, COUNT, index -> started.incrementAndGet(), (index, result) -> {
            most[0] = Math.max(most[0], started.get() - order.size());
            order.add(index);
        });
        assertThat(order).isEqualTo(IntStream.range(0, COUNT).boxed().toList());
        assertThat(most[0]).as("results in memory at once").isLessThanOrEqualTo(2 * threads);
    }

    /** Memory that runs out on another thread is told as what it is, and the work that waits is not begun. */
    @ParameterizedTest(name = "{0} threads")
    @ValueSource(ints = {1, 3})
    void anErrorOfAPieceIsTheErrorOfTheWhole(int threads) {
        for (Error error : new Error[] {new OutOfMemoryError("Java heap space"), new StackOverflowError()}) {
            AtomicInteger begun = new AtomicInteger();
            assertThatThrownBy(() -> OrderedWork.run(
                            threads,
                            COUNT,
                            index -> {
                                begun.incrementAndGet();
                                if (index == 7) {
                                    throw error;
                                }
                                return index;
                            },
                            (index, result) -> assertThat(index).isLessThan(7)))
                    .isSameAs(error);
            assertThat(begun.get()).isLessThanOrEqualTo(8 + 2 * threads);
        }
    }

    @ParameterizedTest(name = "{0} threads")
    @ValueSource(ints = {1, 3})
    void failureOfAPieceIsTheFailureOfTheWhole(int threads) {
        assertThatThrownBy(() -> OrderedWork.run(
                        threads,
                        COUNT,
                        index -> {
                            if (index == 7) {
                                throw new IllegalArgumentException("piece 7");
                            }
                            return index;
                        },
                        (index, result) -> assertThat(index).isLessThan(7)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("piece 7");
    }
}
