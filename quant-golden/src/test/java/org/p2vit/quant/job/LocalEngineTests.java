// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.ProgressListener;

class LocalEngineTests {
    private static final int COUNT = 300;

    /** A sum of floats that depends on their order. */
    private static final class Sum implements Reduction<Double, Double> {
        private double sum;

        @Override
        public void add(Double result) {
            sum += result;
        }

        @Override
        public Double total() {
            return sum;
        }
    }

    private static Job<Integer, Double, Double> job(Work<Integer, Double> work) {
        return new Job<>("adding", IntStream.range(0, COUNT).boxed().toList(), work, Sum::new);
    }

    private static double tenths(int piece) {
        return piece % 7 == 0 ? 1e15 : 0.1 * piece;
    }

    @ParameterizedTest(name = "{0} threads")
    @ValueSource(ints = {1, 2, 7})
    void sumsAreFormedInOneOrder(int threads) {
        double expected = 0;
        double backwards = 0;
        for (int i = 0; i < COUNT; i++) {
            expected += tenths(i);
            backwards += tenths(COUNT - 1 - i);
        }
        assertThat(backwards).as("the order matters").isNotEqualTo(expected);
        List<Long> heard = new ArrayList<>();
        JobEngine engine = new LocalEngine(threads);
        double sum = engine.run(job(LocalEngineTests::tenths), (step, done, total) -> {
            assertThat(step).isEqualTo("adding");
            assertThat(total).isEqualTo(COUNT);
            heard.add(done);
        });
        assertThat(sum).isEqualTo(expected);
        assertThat(heard)
                .isEqualTo(
                        IntStream.rangeClosed(1, COUNT).mapToObj(i -> (long) i).toList());
        assertThat(engine.run(job(LocalEngineTests::tenths), ProgressListener.NONE))
                .as("a second run begins anew")
                .isEqualTo(expected);
    }

    @Test
    void aFailureNamesThePiece() {
        IllegalStateException cause = new IllegalStateException("no luck");
        assertThatThrownBy(() -> new LocalEngine(2).run(failing(cause), ProgressListener.NONE))
                .isInstanceOf(PieceFailedException.class)
                .hasMessageContainingAll("piece 8 of 300", "7", "no luck")
                .hasCause(cause);
        InvalidInputException refusal = new InvalidInputException("cat.png is no picture");
        assertThatThrownBy(() -> new LocalEngine(2).run(failing(refusal), ProgressListener.NONE))
                .isSameAs(refusal);
    }

    private static Job<Integer, Double, Double> failing(RuntimeException failure) {
        return job(piece -> {
            if (piece == 7) {
                throw failure;
            }
            return 0.0;
        });
    }

    /** Also in the middle of a piece that takes long. */
    @Test
    @Timeout(20)
    void interruptingTheThreadCancels() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Job<Integer, Double, Double> endless = job(piece -> {
            begun.countDown();
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                stopped.countDown();
            }
            return 0.0;
        });
        Thread runner = new Thread(() -> new LocalEngine(1).run(endless, ProgressListener.NONE));
        runner.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
        runner.start();
        begun.await();
        runner.interrupt();
        runner.join();
        stopped.await();
        assertThat(failure.get()).isInstanceOf(CancellationException.class);
    }
}
