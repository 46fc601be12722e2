// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.witness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Many random networks against the witness, {@code make witness}: arguments are the number of networks, the first seed, the commit and the
 * report. Prints each network that differs with the command that repeats it; the exit code is 1 if there is one.
 */
final class WitnessSurvey {
    private static final int STEP = 50;

    private final long first;
    private final int networks;

    private WitnessSurvey(long first, int networks) {
        this.first = first;
        this.networks = networks;
    }

    public static void main(String[] arguments) throws IOException {
        int networks = Integer.parseInt(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        if (networks < 1) {
            throw new IllegalArgumentException("N=" + networks + "; at least 1 network is needed");
        }
        Result result = new WitnessSurvey(seed, networks).run(arguments[2]);
        Path report = Path.of(arguments[3]);
        Files.write(report, JsonMapper.shared().writeValueAsBytes(new Report("witness", result)));
        if (!result.differing().isEmpty()) {
            System.exit(1);
        }
    }

    private record Report(String command, Result result) {}

    /** {@code differing} has what is different, a sentence for each network. */
    private record Result(
            int networks, long words, long seed, List<String> differing, double seconds, Verification verification) {}

    /** The form of a long check's figures, which the testbench reads. */
    private record Verification(String date, String commit, String command, List<Row> rows) {}

    private record Row(String check, String space, String measured, String target, boolean met) {}

    /** What one network gave: its words, or a difference. */
    private record Verdict(long words, String difference) {
        static Verdict of(long seed) {
            WordComparison comparison = new WordComparison();
            try {
                NetworkDraw.of(seed).compare(comparison, "make witness N=1 SEED=" + seed);
                return new Verdict(comparison.words(), "");
            } catch (AssertionError | RuntimeException e) {
                return new Verdict(comparison.words(), "seed " + seed + ": " + e.getMessage());
            }
        }
    }

    private Result run(String commit) {
        long start = System.nanoTime();
        List<String> differing = new ArrayList<>();
        long words = 0;
        for (int done = 0; done < networks; done += STEP) {
            int step = Math.min(STEP, networks - done);
            List<Verdict> verdicts = LongStream.range(first + done, first + done + step)
                    .parallel()
                    .mapToObj(Verdict::of)
                    .toList();
            for (Verdict verdict : verdicts) {
                words += verdict.words();
                if (!verdict.difference().isEmpty()) {
                    differing.add(verdict.difference());
                    System.err.println(verdict.difference());
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "%d of %d networks, %,d words compared, %d networks differ%n",
                    done + step,
                    networks,
                    words,
                    differing.size());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Result(networks, words, first, differing, seconds, verification(commit, words, differing.size()));
    }

    private Verification verification(String commit, long words, int differing) {
        Row row = new Row(
                "words of all tensors, golden model beside the second witness",
                networks + " random networks, seeds " + first + " to " + (first + networks - 1)
                        + ", both codings of attention, 4 and 8 bits, half of them hard on purpose",
                String.format(Locale.ROOT, "%,d words compared, %d networks differ", words, differing),
                "0 networks differ",
                differing == 0);
        return new Verification(
                LocalDate.now(ZoneOffset.UTC).toString(),
                commit,
                "make witness N=" + networks + " SEED=" + first,
                List.of(row));
    }
}
