// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fuzz;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.p2vit.hw.emit.Emitter;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.golden.GoldenVit;
import org.p2vit.quant.job.Job;
import org.p2vit.quant.job.JobEngine;
import org.p2vit.quant.job.Reduction;
import org.p2vit.quant.storage.ContentKey;
import org.p2vit.quant.storage.Measurements;

/**
 * Draws configurations and networks from a seed and has an engine try them; a piece of the job is a configuration. Outcomes are kept in a file that is named by the digest of the code,
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

    private final FuzzWork work;
    private final Measurements<FuzzOutcome> known;
    private final JobEngine engine;

    /** @param store folder for outcomes and Verilog under way */
    public FuzzCampaign(Path store, JobEngine engine) {
        this(store, UnaryOperator.identity(), Measurements.of(store.resolve(file()), FuzzOutcome.class), engine);
    }

    FuzzCampaign(Path store, UnaryOperator<Path> change, Measurements<FuzzOutcome> known, JobEngine engine) {
        this.work = new FuzzWork(store, change);
        this.known = known;
        this.engine = engine;
    }

    private static String file() {
        String digits = new ContentKey(FuzzCampaign.class)
                .code(Emitter.class)
                .code(GoldenVit.class)
                .digits();
        return "outcomes-" + digits + ".json";
    }

    /**
     * The first {@code pairs} of configuration and network of this seed.
     *
     * @throws org.p2vit.quant.job.EngineException naming the machine on which a tool is missing
     */
    public FuzzReport draw(long seed, int pairs, ProgressListener progress) {
        Random seeds = new Random(seed);
        List<FuzzWork.Piece> pieces = new ArrayList<>();
        for (int done = 0; done < pairs; done += NETWORKS) {
            int index = pieces.size();
            boolean large = index % LARGE_EVERY == LARGE_EVERY - 1;
            LegalConfigurations legal = new LegalConfigurations(seeds.nextLong(), large ? MOST_MACS : USUAL_MACS);
            CaseDrawing drawing = new CaseDrawing(legal.next(LegalConfigurations.NAME), seeds.nextLong());
            List<FuzzCase> drawn = Stream.generate(() -> drawing.next(RUNS))
                    .limit(Math.min(NETWORKS, pairs - done))
                    .flatMap(List::stream)
                    .toList();
            pieces.add(piece(drawn, index % STRUCTURE_EVERY == 0));
            progress.at("drawing pairs", done, pairs);
        }
        return tryAll(pieces, seed, progress);
    }

    /** One case and its configuration. */
    public FuzzReport repeat(FuzzCase one) {
        return tryAll(List.of(piece(List.of(one), true)), one.seed(), ProgressListener.NONE);
    }

    private FuzzWork.Piece piece(List<FuzzCase> cases, boolean structure) {
        TreeMap<String, FuzzOutcome> outcomes = new TreeMap<>();
        Stream.concat(
                        Stream.of(FuzzWork.name(cases.get(0), structure)),
                        cases.stream().map(FuzzCase::text))
                .forEach(name -> known.find(name).ifPresent(outcome -> outcomes.put(name, outcome)));
        return new FuzzWork.Piece(cases.stream().map(FuzzCase::text).toList(), structure, outcomes);
    }

    private FuzzReport tryAll(List<FuzzWork.Piece> pieces, long seed, ProgressListener progress) {
        List<FuzzWork.Piece> missing =
                pieces.stream().filter(piece -> !isKnown(piece)).toList();
        if (!missing.isEmpty()) {
            engine.run(new Job<>("configurations", missing, work, Keeping::new), progress);
        }
        FuzzTally tally = new FuzzTally();
        for (FuzzWork.Piece piece : pieces) {
            List<FuzzCase> cases = piece.cases();
            FuzzOutcome built = built(piece, cases).orElseThrow();
            tally.configuration(cases.get(0), built, piece.structure());
            if (built.kind() != FuzzOutcome.Kind.BUILD) {
                cases.forEach(one -> tally.run(one, known.find(one.text()).orElseThrow()));
            }
        }
        return tally.report(seed, known.fresh());
    }

    private Optional<FuzzOutcome> built(FuzzWork.Piece piece, List<FuzzCase> cases) {
        return known.find(FuzzWork.name(cases.get(0), piece.structure()));
    }

    private boolean isKnown(FuzzWork.Piece piece) {
        return built(piece, piece.cases())
                .map(built -> built.kind() == FuzzOutcome.Kind.BUILD
                        || piece.lines().stream()
                                .allMatch(line -> known.find(line).isPresent()))
                .orElse(false);
    }

    /** Keeps what became of each configuration as it comes. */
    private final class Keeping implements Reduction<TreeMap<String, FuzzOutcome>, Void> {
        @Override
        public void add(TreeMap<String, FuzzOutcome> outcomes) {
            outcomes.forEach(known::put);
        }

        @Override
        public Void total() {
            return null;
        }
    }
}
