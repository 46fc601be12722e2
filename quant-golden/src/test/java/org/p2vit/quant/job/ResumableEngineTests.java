// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.quant.ProgressListener;

/** An engine that counts what it computes; a run that fails in the middle stands for one that is killed. */
class ResumableEngineTests {
    private static final int COUNT = 20;
    private static final int FAILS_AT = 12;
    private static final AtomicInteger COMPUTED = new AtomicInteger();
    /** The piece that fails; none if negative. No part of the work, as a signal is none. */
    private static final AtomicInteger FAILING = new AtomicInteger(-1);

    @TempDir
    private Path folder;

    /** Multiplies the number in a file. */
    private record Times(int factor) implements Work<String, Result> {
        @Override
        public Result of(String file) {
            COMPUTED.incrementAndGet();
            int number = number(Path.of(file));
            if (number == FAILING.get()) {
                throw new IllegalStateException("killed");
            }
            return new Result(factor * 0.1 * number);
        }

        private static int number(Path file) {
            try {
                return Integer.parseInt(Files.readString(file));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void content(String file, OutputStream to) throws IOException {
            Files.copy(Path.of(file), to);
        }
    }

    private record Result(double value) implements Serializable {}

    /** All results, in order. */
    private static final class Listed implements Reduction<Result, List<Double>> {
        private final List<Double> values = new ArrayList<>();

        @Override
        public void add(Result result) {
            values.add(result.value());
        }

        @Override
        public List<Double> total() {
            return values;
        }
    }

    private List<String> pieces() throws IOException {
        List<String> files = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            Path file = folder.resolve("piece-" + i);
            if (!Files.exists(file)) {
                Files.writeString(file, Integer.toString(i));
            }
            files.add(file.toString());
        }
        return files;
    }

    private Path kept() {
        return folder.resolve("kept");
    }

    private List<Double> run(int factor) throws IOException {
        COMPUTED.set(0);
        try (ResumableEngine engine = new ResumableEngine(new LocalEngine(1), Optional.of(kept()))) {
            return run(engine, factor);
        }
    }

    private List<Double> run(JobEngine engine, int factor) throws IOException {
        return engine.run(new Job<>("times", pieces(), new Times(factor), Listed::new), ProgressListener.NONE);
    }

    private void interrupted(int factor) {
        FAILING.set(FAILS_AT);
        assertThatThrownBy(() -> run(factor)).hasMessageContaining("killed");
        FAILING.set(-1);
    }

    private static List<Double> expected(int factor) {
        return IntStream.range(0, COUNT).mapToObj(i -> factor * 0.1 * i).toList();
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(kept())) {
            return files.reduce((one, other) -> {
                        throw new AssertionError("several files: " + one + ", " + other);
                    })
                    .orElseThrow();
        }
    }

    @Test
    void goesOnWhereItWasInterrupted() throws IOException {
        interrupted(3);
        List<Long> heard = new ArrayList<>();
        COMPUTED.set(0);
        try (ResumableEngine engine = new ResumableEngine(new LocalEngine(2), Optional.of(kept()))) {
            List<Double> results =
                    engine.run(new Job<>("times", pieces(), new Times(3), Listed::new), (step, done, total) -> {
                        assertThat(total).isEqualTo(COUNT);
                        heard.add(done);
                    });
            assertThat(results).isEqualTo(expected(3));
            assertThat(engine.found()).isEqualTo(FAILS_AT);
            assertThat(COMPUTED).hasValue(COUNT - FAILS_AT);
            assertThat(heard).first().isEqualTo(FAILS_AT + 1L);
            assertThat(heard).last().isEqualTo((long) COUNT);
            assertThat(file()).isNotEmptyFile();
            engine.forget();
        }
        assertThat(kept()).isEmptyDirectory();
        run(3);
        assertThat(COMPUTED).as("a complete job was forgotten").hasValue(COUNT);
    }

    @Test
    void nothingStaleIsUsed() throws IOException {
        interrupted(3);
        assertThat(run(4)).as("another work").isEqualTo(expected(4));
        assertThat(COMPUTED).hasValue(COUNT);
        Files.writeString(folder.resolve("piece-5"), "50");
        List<Double> changed = new ArrayList<>(expected(3));
        changed.set(5, 3 * 0.1 * 50);
        assertThat(run(3)).as("another file").isEqualTo(changed);
        assertThat(COMPUTED).as("that and what was not done").hasValue(COUNT - FAILS_AT + 1);
        assertThat(run(3)).isEqualTo(changed);
        assertThat(COMPUTED).as("the new result took the place of the old").hasValue(0);
    }

    /** The content that a result is kept under is that which it was computed of. */
    @Test
    void aFileThatChangesWhileItIsReadIsNotKept() throws IOException {
        Work<String, Result> hasty = new Hasty();
        try (ResumableEngine engine = new ResumableEngine(new LocalEngine(1), Optional.of(kept()))) {
            Job<String, Result, List<Double>> job = new Job<>("hasty", pieces().subList(0, 2), hasty, Listed::new);
            assertThat(engine.run(job, ProgressListener.NONE)).containsExactly(0.0, 1.0);
            assertThat(engine.run(job, ProgressListener.NONE))
                    .as("piece 1 is 7 now")
                    .containsExactly(0.0, 7.0);
            assertThat(engine.found()).isEqualTo(1);
        }
    }

    /** Somebody writes to piece 1 just after it was read. */
    private record Hasty() implements Work<String, Result> {
        @Override
        public Result of(String file) {
            int number = Times.number(Path.of(file));
            if (number == 1) {
                try {
                    Files.writeString(Path.of(file), "7");
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
            return new Result(number);
        }

        @Override
        public void content(String file, OutputStream to) throws IOException {
            Files.copy(Path.of(file), to);
        }
    }

    /** Every length that a killed process can leave, and every byte that a disk can lose. */
    @Test
    void whatIsCutOrDamagedIsComputedAgain() throws IOException {
        interrupted(3);
        byte[] whole = Files.readAllBytes(file());
        int[] computed = new int[COUNT + 1];
        for (int length = 0; length < whole.length; length += 7) {
            byte[] cut = Arrays.copyOf(whole, length);
            Files.write(file(), cut);
            assertThat(run(3)).isEqualTo(expected(3));
            computed[COMPUTED.get()]++;
        }
        assertThat(computed[COUNT]).as("cut in the first record").isPositive();
        assertThat(computed[COUNT - FAILS_AT + 1]).as("cut in the last").isPositive();
        for (int at = 0; at < whole.length; at += 11) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 4;
            Files.write(file(), damaged);
            assertThat(run(3)).as("byte %d", at).isEqualTo(expected(3));
            assertThat(COMPUTED).as("byte %d", at).hasValueGreaterThan(COUNT - FAILS_AT);
        }
    }

    @Test
    void recordsOfAnotherJobAreNone() throws IOException {
        interrupted(3);
        byte[] other = Files.readAllBytes(file());
        Files.delete(file());
        interrupted(4);
        byte[] own = Files.readAllBytes(file());
        int header = new String(own, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
        System.arraycopy(own, 0, other, 0, header);
        Files.write(file(), other);
        assertThat(run(4)).isEqualTo(expected(4));
        assertThat(COMPUTED).hasValue(COUNT);
    }

    @Test
    void twoAtATimeDoNotMixTheirRecords() throws IOException {
        interrupted(3);
        Files.writeString(folder.resolve("piece-0"), "0");
        try (ResumableEngine engine = new ResumableEngine(new LocalEngine(1), Optional.of(kept()))) {
            AtomicInteger nested = new AtomicInteger();
            engine.run(new Job<>("times", pieces(), new Times(3), Listed::new), (step, done, total) -> {
                if (nested.getAndIncrement() == 0) {
                    try {
                        assertThat(run(3)).isEqualTo(expected(3));
                        assertThat(COMPUTED).as("kept results are the other's").hasValueGreaterThanOrEqualTo(COUNT);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
            assertThat(nested).hasPositiveValue();
        }
        run(3);
        assertThat(COMPUTED).as("the first one's are whole").hasValue(0);
    }

    @Test
    void withoutAFolderNothingIsKept() throws IOException {
        try (ResumableEngine engine = new ResumableEngine(new LocalEngine(1), Optional.empty())) {
            assertThat(run(engine, 3)).isEqualTo(expected(3));
        }
        assertThat(kept()).doesNotExist();
    }
}
