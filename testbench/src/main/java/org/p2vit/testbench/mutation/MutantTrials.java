// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.mutation;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.storage.Sha256;
import org.p2vit.testbench.check.Repeat;
import org.p2vit.testbench.verilator.FaultInjector;

/**
 * Tries the mutants of one configuration: whole inferences, then the tests that simulate the mutated module, from the quickest, then a proof
 * that it is none. What has been found is kept in a folder, and an interrupted run goes on.
 */
public final class MutantTrials {
    /** Many times what any test takes. */
    private static final long MOST_CYCLES = 1_000_000;

    private final MutantSample sample;
    private final Path folder;
    private final Repeat repeat;
    private final JsonLines<MutantVerdict> file;
    private final Map<String, MutantVerdict> verdicts = new LinkedHashMap<>();
    private final SelectableFaults faults;
    private final List<String> unsound = new ArrayList<>();
    private boolean again;

    /** @param folder for what was found, in a folder of its own for each Verilog; a larger sample goes on with what is known of a smaller one */
    public MutantTrials(MutantSample sample, Path folder, Repeat repeat) {
        this.sample = sample;
        this.folder = folder.resolve(sample.config().name() + "-" + digest(sample.text()))
                .toAbsolutePath();
        this.repeat = repeat;
        this.file = new JsonLines<>(this.folder.resolve("verdicts.jsonl"), MutantVerdict.class);
        this.faults = new SelectableFaults(sample.mutants(), this.folder.resolve("designs"), MOST_CYCLES);
        file.read().forEach(verdict -> verdicts.put(verdict.id(), verdict));
    }

    private static String ids(MutantSample sample) {
        return sample.mutants().stream().map(MutationPoint::id).collect(Collectors.joining("\n"));
    }

    private static String digest(String text) {
        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, 8);
    }

    /** This one is tried again. */
    public void retry(String id) {
        again = true;
        verdicts.remove(id);
    }

    /** Mutants that nothing has shown are tried again, for tests have changed. */
    public void retrySurvivors() {
        again = true;
        verdicts.replaceAll((id, verdict) -> verdict.stage() == MutantStage.SURVIVED ? undecided(id) : verdict);
    }

    /**
     * Tries all that were not decided before.
     *
     * @param tests none without the class path of the tests
     * @param wanted which mutants
     * @return in the order of the sample
     */
    public List<MutantVerdict> run(
            Optional<TestRunner> tests, Predicate<MutationPoint> wanted, ProgressListener progress) {
        List<MutationPoint> mutants = sample.mutants().stream().filter(wanted).toList();
        FaultInjector.use(faults);
        try {
            infer(left(mutants, false), progress);
            if (tests.isPresent()) {
                test(tests.get(), mutants, progress);
            }
            prove(left(mutants, true), tests.isPresent(), progress);
        } finally {
            FaultInjector.none();
        }
        return mutants.stream().map(mutant -> verdicts.get(mutant.id())).toList();
    }

    /** Of the sample, those without any verdict, or those of which only inferences are known. */
    private List<MutationPoint> left(List<MutationPoint> mutants, boolean inferred) {
        List<MutationPoint> left = new ArrayList<>();
        for (MutationPoint mutant : mutants) {
            MutantVerdict verdict = verdicts.get(mutant.id());
            if (inferred ? verdict != null && !verdict.stage().decided() : verdict == null) {
                left.add(mutant);
            }
        }
        return left;
    }

    private void infer(List<MutationPoint> mutants, ProgressListener progress) {
        if (mutants.isEmpty()) {
            return;
        }
        String step = sample.config().name() + ", inferences";
        progress.at(step, 0, mutants.size());
        faults.select(0);
        InferenceTrial trial = new InferenceTrial(sample.config(), sample.verilog(), repeat);
        for (int i = 0; i < mutants.size(); i++) {
            progress.at(step, i, mutants.size());
            MutationPoint mutant = mutants.get(i);
            faults.select(number(mutant));
            note(trial.failure()
                    .map(by -> new MutantVerdict(mutant.id(), MutantStage.INFERENCE, by))
                    .orElse(undecided(mutant.id())));
        }
    }

    /** Class after class, so that later and slower ones have fewer mutants. */
    private void test(TestRunner runner, List<MutationPoint> mutants, ProgressListener progress) {
        MeasuredTests tests = new MeasuredTests(runner, faults, folder.resolve(digest(ids(sample))));
        if (again) {
            tests.forget();
        }
        List<String> classes = runner.classes();
        for (String name : classes) {
            if (left(mutants, true).isEmpty()) {
                return;
            }
            progress.at(sample.config().name() + ", classes of tests", classes.indexOf(name), classes.size());
            tests.measure(name);
            unsound.addAll(tests.unsound(name));
            for (MutationPoint mutant : left(mutants, true)) {
                tests.kill(name, number(mutant), mutant.id()).ifPresent(this::note);
            }
        }
    }

    private void prove(List<MutationPoint> mutants, boolean tested, ProgressListener progress) {
        Equivalence equivalence = new Equivalence(sample.text(), folder.resolve("proof"));
        for (int i = 0; i < mutants.size(); i++) {
            progress.at(sample.config().name() + ", proofs", i, mutants.size());
            MutationPoint mutant = mutants.get(i);
            Optional<MutantVerdict> proven =
                    equivalence.proof(mutant).map(how -> new MutantVerdict(mutant.id(), MutantStage.EQUIVALENT, how));
            if (proven.isPresent() || tested) {
                note(proven.orElse(new MutantVerdict(mutant.id(), MutantStage.SURVIVED, "")));
            }
        }
    }

    /** Tests that fail without a fault as soon as faults can be chosen; they judge nothing. */
    public List<String> unsound() {
        return List.copyOf(unsound);
    }

    private int number(MutationPoint mutant) {
        return 1 + sample.mutants().indexOf(mutant);
    }

    private static MutantVerdict undecided(String id) {
        return new MutantVerdict(id, MutantStage.UNDECIDED, "");
    }

    private void note(MutantVerdict verdict) {
        verdicts.put(verdict.id(), verdict);
        file.add(verdict);
    }
}
