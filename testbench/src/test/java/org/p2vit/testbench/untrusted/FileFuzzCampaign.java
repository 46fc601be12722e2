// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.untrusted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.p2vit.testbench.verification.Measurement;
import org.p2vit.testbench.verification.VerificationRow;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fuzzes every {@link UntrustedFile} and the C driver's images, {@code make fuzz-files}. Arguments: seconds of processor time for each kind; the
 * label of one or {@code all}; the commit; the folder of corpora and findings; the report; the folder for kept corpora, or
 * {@code none} to leave them as they are. Goes on from the corpora of the last call.
 */
final class FileFuzzCampaign {
    /** Of a report that counts. */
    private static final int TARGET_SECONDS = 600;

    private static final String ALL = "all";
    private static final String NONE = "none";

    private final int seconds;
    private final String wanted;
    private final Path folder;

    private FileFuzzCampaign(int seconds, String wanted, Path folder) {
        List<String> labels = Stream.concat(
                        Arrays.stream(UntrustedFile.values()).map(UntrustedFile::label),
                        Stream.of(DriverImageFuzz.LABEL, ALL))
                .toList();
        if (seconds < 1 || !labels.contains(wanted)) {
            throw new IllegalArgumentException(
                    "SECONDS=" + seconds + ", KIND=" + wanted + ": at least 1 second, and one of " + labels);
        }
        this.seconds = seconds;
        this.wanted = wanted;
        this.folder = folder;
    }

    private record Report(String command, Result result) {}

    private record Result(List<FileFuzzOutcome> kinds, Measurement verification) {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        FileFuzzCampaign campaign =
                new FileFuzzCampaign(Integer.parseInt(arguments[0]), arguments[1], Path.of(arguments[3]));
        List<FileFuzzOutcome> outcomes =
                campaign.run(arguments[5].equals(NONE) ? Optional.empty() : Optional.of(Path.of(arguments[5])));
        Path report = Path.of(arguments[4]);
        Files.createDirectories(report.getParent());
        Files.write(
                report,
                JsonMapper.shared()
                        .writeValueAsBytes(new Report(
                                "fuzz-files", new Result(outcomes, campaign.measurement(arguments[2], outcomes)))));
        if (outcomes.stream().anyMatch(outcome -> outcome.findings() > 0)) {
            System.exit(1);
        }
    }

    private List<FileFuzzOutcome> run(Optional<Path> kept) throws IOException, InterruptedException {
        List<FileFuzzOutcome> outcomes = new ArrayList<>();
        for (UntrustedFile kind : UntrustedFile.values()) {
            if (isWanted(kind.label())) {
                FileFuzzRun run = new FileFuzzRun(kind, folder.resolve(kind.label()));
                outcomes.add(told(run.spend(seconds)));
                if (kept.isPresent()) {
                    KeptCorpus.write(kind, run.minimised(), kept.get());
                }
            }
        }
        if (isWanted(DriverImageFuzz.LABEL)) {
            outcomes.add(told(DriverImageFuzz.spend(folder.resolve(DriverImageFuzz.LABEL), seconds)));
        }
        return outcomes;
    }

    private boolean isWanted(String label) {
        return wanted.equals(ALL) || wanted.equals(label);
    }

    private static FileFuzzOutcome told(FileFuzzOutcome outcome) {
        System.out.println(outcome.text());
        return outcome;
    }

    private Measurement measurement(String commit, List<FileFuzzOutcome> outcomes) {
        String command = "make fuzz-files SECONDS=" + seconds + (wanted.equals(ALL) ? "" : " KIND=" + wanted);
        return Measurement.today(
                commit, command, outcomes.stream().map(FileFuzzCampaign::row).toList());
    }

    private static VerificationRow row(FileFuzzOutcome outcome) {
        return new VerificationRow(
                outcome.kind(),
                "inputs up to " + outcome.mostBytes() + " bytes, " + outcome.edges() + " edges reached",
                String.format(
                        Locale.ROOT,
                        "%.0f s of processor time, %,d executions, %d crashes, %d over limits",
                        outcome.cpuSeconds(),
                        outcome.executions(),
                        outcome.crashes(),
                        outcome.overLimits()),
                TARGET_SECONDS + " s, 0 crashes, 0 over limits",
                outcome.findings() == 0 && outcome.cpuSeconds() >= TARGET_SECONDS);
    }
}
