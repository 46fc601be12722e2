// SPDX-License-Identifier: Apache-2.0
package org.p2vit.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.job.JobEngine;
import org.p2vit.quant.job.Work;

/** Two executors, each a process of its own; one is killed while it works. */
@Tag("spark")
@Tag("slow")
@Timeout(400)
class LostExecutorTests {
    @TempDir
    private Path folder;

    /** Leaves a file for each process that worked, and takes a while. */
    private record SlowTerm(String folder) implements Work<Integer, Double> {
        @Override
        public Double of(Integer piece) {
            try {
                Path mark =
                        Path.of(folder, Long.toString(ProcessHandle.current().pid()));
                Files.write(mark, new byte[] {1});
                Thread.sleep(20);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return SumJob.term(piece);
        }
    }

    @Test
    void theResultIsTheSame() throws IOException {
        Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        System.setProperty("spark.executor.extraClassPath", System.getProperty("java.class.path"));
        System.setProperty("spark.executor.memory", "512m");
        AtomicInteger killed = new AtomicInteger();
        try (JobEngine engine = SparkEngine.open(Optional.of("local-cluster[2,1,512]"), OptionalInt.of(25))) {
            double sum = engine.run(SumJob.of(new SlowTerm(folder.toString())), kill(killed));
            assertThat(sum).isEqualTo(SumJob.expected());
        } finally {
            System.clearProperty("spark.executor.extraClassPath");
            System.clearProperty("spark.executor.memory");
        }
        assertThat(killed).as("executors killed").hasValue(1);
        List<Long> worked;
        try (var marks = Files.list(folder)) {
            worked = marks.map(mark -> Long.valueOf(mark.getFileName().toString()))
                    .toList();
        }
        assertThat(worked)
                .as("processes that worked")
                .hasSizeGreaterThanOrEqualTo(2)
                .doesNotContain(ProcessHandle.current().pid());
    }

    /** Kills one executor when some pieces are done and others are not. */
    private ProgressListener kill(AtomicInteger killed) {
        return (step, done, total) -> {
            if (done > 0 && done < total && killed.get() == 0) {
                killed.addAndGet((int) ProcessHandle.current()
                        .descendants()
                        .filter(process -> Files.exists(folder.resolve(Long.toString(process.pid()))))
                        .limit(1)
                        .filter(ProcessHandle::destroyForcibly)
                        .count());
            }
        };
    }
}
