// SPDX-License-Identifier: Apache-2.0
package org.p2vit.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.job.EngineException;
import org.p2vit.quant.job.Job;
import org.p2vit.quant.job.JobEngine;
import org.p2vit.quant.job.PieceFailedException;

@Tag("spark")
@Timeout(120)
class SparkEngineTests {
    private static final CountDownLatch BEGUN = new CountDownLatch(1);

    private static JobEngine open(int partitions) {
        return SparkEngine.open(Optional.of("local[2]"), OptionalInt.of(partitions));
    }

    @ParameterizedTest(name = "{0} partitions")
    @ValueSource(ints = {1, 2, 7})
    void sumsAreFormedInOneOrder(int partitions) {
        List<Long> heard = new ArrayList<>();
        try (JobEngine engine = open(partitions)) {
            assertThat(engine.run(SumJob.of(SumJob::term), (step, done, total) -> heard.add(done)))
                    .isEqualTo(SumJob.expected());
        }
        assertThat(heard).isSorted().endsWith((long) SumJob.COUNT);
    }

    @Test
    void progressIsThatOfTheScheduler() {
        List<Long> heard = new ArrayList<>();
        try (JobEngine engine = open(10)) {
            engine.run(
                    SumJob.of(piece -> {
                        try {
                            Thread.sleep(30);
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        return 0.0;
                    }),
                    (step, done, total) -> {
                        assertThat(step + " " + total).isEqualTo("adding 100");
                        heard.add(done);
                    });
        }
        assertThat(heard).isSorted();
        assertThat(heard.stream().distinct().count()).isGreaterThan(3);
    }

    @Test
    void aFailureNamesThePiece() {
        try (JobEngine engine = open(3)) {
            assertThatThrownBy(() -> engine.run(failing(new IllegalStateException("no luck")), ProgressListener.NONE))
                    .isInstanceOf(PieceFailedException.class)
                    .hasMessageContainingAll("piece 8 of 100", "7", "no luck");
            InvalidInputException refusal = new InvalidInputException("files", List.of("cat.png is no picture"));
            assertThatThrownBy(() -> engine.run(failing(refusal), ProgressListener.NONE))
                    .isInstanceOfSatisfying(InvalidInputException.class, thrown -> assertThat(thrown.lines())
                            .isEqualTo(refusal.lines()));
            assertThat(engine.run(SumJob.of(SumJob::term), ProgressListener.NONE))
                    .as("the engine works on")
                    .isEqualTo(SumJob.expected());
        }
    }

    private static Job<Integer, Double, Double> failing(RuntimeException failure) {
        return SumJob.of(piece -> {
            if (piece == 7) {
                throw failure;
            }
            return 0.0;
        });
    }

    @Test
    void interruptingTheThreadCancels() throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (JobEngine engine = open(2)) {
            Job<Integer, Double, Double> endless = SumJob.of(piece -> {
                BEGUN.countDown();
                try {
                    Thread.sleep(60_000);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return 0.0;
            });
            Thread runner = new Thread(() -> engine.run(endless, ProgressListener.NONE));
            runner.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
            runner.start();
            BEGUN.await();
            runner.interrupt();
            runner.join();
        }
        assertThat(failure.get()).isInstanceOf(CancellationException.class);
    }

    @Test
    void mastersThatAreNoneAreRefused() {
        for (String malformed : List.of("spark://", "spark://host", "spark://host:70777", "spark://a:1,b")) {
            assertThatThrownBy(() -> SparkEngine.open(Optional.of(malformed), OptionalInt.empty()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContainingAll(malformed, "spark://host:port");
        }
        assertThatThrownBy(() -> SparkEngine.open(Optional.of("nonsense"), OptionalInt.empty()))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("nonsense");
        assertThatThrownBy(() -> SparkEngine.open(Optional.empty(), OptionalInt.empty()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("--master");
        assertThatThrownBy(() -> SparkEngine.open(Optional.of("spark://127.0.0.1:1"), OptionalInt.empty()))
                .isInstanceOf(EngineException.class)
                .hasMessageContainingAll("spark://127.0.0.1:1", "no Spark master answers");
    }
}
