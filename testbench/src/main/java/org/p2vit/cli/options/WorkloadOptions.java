// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.options;

import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.quant.ProgressListener;
import org.p2vit.testbench.bundling.BundleCache;
import org.p2vit.testbench.workload.GlyphDemo;
import org.p2vit.testbench.workload.Workload;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a command runs: a network and images of one's own, or else the demo. */
public final class WorkloadOptions {
    @ArgGroup(exclusive = false)
    private NetworkOptions own;

    @AnyNumber
    @Option(
            names = "--seed",
            defaultValue = "4",
            paramLabel = "N",
            description = "Of the demo's pictures and of the pauses of simulated DRAM; ${DEFAULT-VALUE} if not given.")
    private long seed;

    @FileUse(FileUse.Kind.STORE)
    @Option(names = "--cache", paramLabel = "FOLDER", description = "Keep the demo's bundle here between runs.")
    private Path cache;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    public boolean isDemo() {
        return own == null;
    }

    public long seed() {
        return seed;
    }

    /**
     * @param accelerator says how the demo's attention is coded, and must be able to run a network of one's own
     * @param count the most images
     */
    public Workload workload(AcceleratorConfig accelerator, int count, InputNotes notes, ProgressListener progress) {
        if (!isDemo()) {
            Ineffective.refuse(command, "--cache", "on --bundle, which is quantized already");
            return own.workload(accelerator, count, command, notes);
        }
        OptionTypes.fitting("--seed", () -> GlyphDemo.requireFresh(seed));
        return new GlyphDemo()
                .workload(
                        new BundleCache(Optional.ofNullable(cache)),
                        accelerator.attention().coding(),
                        seed,
                        count,
                        progress);
    }

    /** How many files of the folders among the images are none, by kind; {@code notes} hears of each. */
    public SortedMap<String, Integer> leftOut(InputNotes notes) {
        SortedMap<String, Integer> all = new TreeMap<>();
        if (!isDemo()) {
            own.folders().forEach((folder, listing) -> {
                notes.leftOut(folder, listing);
                listing.leftOut().forEach((kind, count) -> all.merge(kind, count, Integer::sum));
            });
        }
        return all;
    }
}
