// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fuzz;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.p2vit.hw.emit.Emitter;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.golden.GoldenVit;
import org.p2vit.quant.storage.ContentKey;
import org.p2vit.quant.storage.Measurements;
import org.p2vit.testbench.verilator.Toolchain;

/**
 * Draws configurations and networks from a seed and tries them. Outcomes are kept in a file that is named by the digest of the code,
 * so a campaign that was interrupted, or a longer one of the same seed, tries only what is new; other code begins anew.
 */
public final class FuzzCampaign {
    /** Networks for each configuration, whose build costs more than all of them. */
    static final int NETWORKS = 5;

    private static final int RUNS = 3;
    /** Most arrays are built in half a minute; the largest legal ones, of 4096, take minutes, and come up in some. */
    private static final int USUAL_MACS = 1024;

    private static final int MOST_MACS = 4096;
    private static final int LARGE_EVERY = 16;
    private static final int STRUCTURE_EVERY = 4;

    private final Path store;
    private final UnaryOperator<Path> change;
    private final Measurements<FuzzOutcome> known;
    private final FuzzTally tally = new FuzzTally();

    /**
     * @param store folder for outcomes and Verilog under way
     * @throws org.p2vit.testbench.verilator.BuildException when a tool is missing
     */
    public FuzzCampaign(Path store) {
        this(store, UnaryOperator.identity(), Measurements.of(store.resolve(file()), FuzzOutcome.class));
    }

    FuzzCampaign(Path store, UnaryOperator<Path> change, Measurements<FuzzOutcome> known) {
        Toolchain.require("verilator", "g++", "make", "yosys");
        this.store = store;
        this.change = change;
        this.known = known;
    }

    private static String file() {
        String digits = new ContentKey(FuzzCampaign.class)
                .code(Emitter.class)
                .code(GoldenVit.class)
                .digits();
        return "outcomes-" + digits + ".json";
    }

    /** The first {@code pairs} of configuration and network of this seed. */
    public FuzzReport draw(long seed, int pairs, ProgressListener progress) {
        Random seeds = new Random(seed);
        for (int done = 0, index = 0; done < pairs; index++) {
            boolean large = index % LARGE_EVERY == LARGE_EVERY - 1;
            LegalConfigurations legal = new LegalConfigurations(seeds.nextLong(), large ? MOST_MACS : USUAL_MACS);
            CaseDrawing drawing = new CaseDrawing(legal.next(LegalConfigurations.NAME), seeds.nextLong());
            List<List<FuzzCase>> drawn = Stream.generate(() -> drawing.next(RUNS))
                    .limit(Math.min(NETWORKS, pairs - done))
                    .toList();
            int before = done;
            tryAll(drawn, index % STRUCTURE_EVERY == 0, pair -> progress.at("pairs", before + pair, pairs));
            done += drawn.size();
        }
        return tally.report(seed, known.fresh());
    }

    /** One case and its configuration. */
    public FuzzReport repeat(FuzzCase one) {
        tryAll(List.of(List.of(one)), true, pair -> {});
        return tally.report(one.seed(), known.fresh());
    }

    private void tryAll(List<List<FuzzCase>> pairs, boolean structure, IntConsumer progress) {
        FuzzCase first = pairs.get(0).get(0);
        Set<FuzzOutcome.Kind> shrunk = new HashSet<>();
        try (FuzzMachine machine = new FuzzMachine(first.config(), store, change)) {
            String key = first.hardware() + (structure ? " structure" : "");
            FuzzOutcome built = known.get(key, () -> machine.examine(structure));
            tally.configuration(first, built, structure);
            for (int pair = 0; pair < pairs.size(); pair++) {
                progress.accept(pair);
                for (FuzzCase one : pairs.get(pair)) {
                    if (built.kind() != FuzzOutcome.Kind.BUILD) {
                        tally.run(one, known.get(one.text(), () -> tryOut(one, machine, shrunk)));
                    }
                }
            }
        }
    }

    /** The first failure of its kind on a machine is made small. */
    private static FuzzOutcome tryOut(FuzzCase one, FuzzMachine machine, Set<FuzzOutcome.Kind> shrunk) {
        FuzzOutcome outcome = CaseRun.of(one, machine::model);
        if (outcome.isPassed() || !shrunk.add(outcome.kind())) {
            return outcome;
        }
        FuzzCase least = new CaseShrinker(other -> CaseRun.of(other, machine::model)).shrink(one, outcome.kind());
        return outcome.shrunkTo(least.text());
    }
}
