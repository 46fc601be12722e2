// SPDX-License-Identifier: Apache-2.0
package org.p2vit.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.job.JobEngine;
import org.p2vit.quant.job.LocalEngine;
import org.p2vit.quant.job.ResumableEngine;
import org.p2vit.quant.job.Work;

/** What one engine has left another goes on with. */
@Tag("spark")
@Timeout(120)
class ResumeOnSparkTests {
    @TempDir
    private Path folder;

    /** Leaves a file for each piece, and takes a while. */
    private record MarkedTerm(String folder) implements Work<Integer, Double> {
        @Override
        public Double of(Integer piece) {
            try {
                Files.createFile(Path.of(folder, Integer.toString(piece)));
                Thread.sleep(10);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return SumJob.term(piece);
        }
    }

    @ParameterizedTest(name = "{0} to {1} partitions, 0 for local threads")
    @CsvSource({"25, 7", "25, 1", "50, 0", "0, 2"})
    void anInterruptedJobGoesOn(int first, int second) throws IOException {
        Path marks = Files.createDirectory(folder.resolve("marks"));
        MarkedTerm work = new MarkedTerm(marks.toString());
        try (ResumableEngine engine = open(first)) {
            assertThatThrownBy(() -> engine.run(SumJob.of(work), (step, done, total) -> {
                        if (done > total / 4) {
                            Thread.currentThread().interrupt();
                        }
                    }))
                    .isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        clear(marks);
        try (ResumableEngine engine = open(second)) {
            assertThat(engine.run(SumJob.of(work), ProgressListener.NONE)).isEqualTo(SumJob.expected());
            assertThat(engine.found()).isBetween(SumJob.COUNT / 5, SumJob.COUNT - 1);
            try (Stream<Path> computed = Files.list(marks)) {
                assertThat(computed).as("pieces computed").hasSize(SumJob.COUNT - engine.found());
            }
        }
    }

    private static void clear(Path marks) throws IOException {
        try (Stream<Path> files = Files.list(marks)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private ResumableEngine open(int partitions) {
        JobEngine engine = partitions == 0
                ? new LocalEngine(2)
                : SparkEngine.open(Optional.of("local[2]"), OptionalInt.of(partitions));
        return new ResumableEngine(engine, Optional.of(folder.resolve("kept")));
    }
}
