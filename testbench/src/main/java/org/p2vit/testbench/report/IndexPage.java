// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.report;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** One page from which all reports of a folder are reached. */
public final class IndexPage {
    private static final List<String> COLUMNS = List.of("report", "when", "ended", "seconds", "commit", "how");

    private IndexPage() {}

    /**
     * @param file name of what to open: the page of the report, or else its JSON
     * @param when it was made, ISO 8601; empty where it does not say
     * @param ended the exit code
     * @param how the line of make, or the command and its arguments
     */
    public record Entry(String file, String when, String ended, double seconds, String commit, String how) {}

    /** The newest first. */
    public static void write(String folder, List<Entry> entries, Path file) {
        List<Entry> sorted = entries.stream()
                .sorted(Comparator.comparing(Entry::when).reversed().thenComparing(Entry::file))
                .toList();
        new Html("Reports")
                .paragraph(entries.size() + " reports in " + folder + ", the newest first.")
                .links(
                        COLUMNS,
                        sorted.stream().map(IndexPage::row).toList(),
                        sorted.stream().map(Entry::file).toList())
                .write(file);
    }

    private static List<String> row(Entry entry) {
        return List.of(
                entry.file,
                entry.when.replace('T', ' ').replace("Z", ""),
                entry.ended,
                String.format(Locale.ROOT, "%.1f", entry.seconds),
                entry.commit,
                entry.how);
    }
}
