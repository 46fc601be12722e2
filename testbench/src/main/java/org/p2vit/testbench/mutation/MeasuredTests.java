// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.mutation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.p2vit.quant.ProgressListener;

/** Which tests simulate which mutants, and how long each takes; found by running them once on the sound machine. */
final class MeasuredTests {
    private final TestRunner runner;
    private final SelectableFaults faults;
    private final JsonLines<Measured> file;
    private final List<Measured> tests = new ArrayList<>();

    /**
     * @param mutants numbers of those in what the test opened; empty for the line that ends a class
     * @param sound whether it passes without a fault
     */
    record Measured(String test, String group, double seconds, Set<Integer> mutants, boolean sound) {}

    MeasuredTests(TestRunner runner, SelectableFaults faults, Path file) {
        this.runner = runner;
        this.faults = faults;
        this.file = new JsonLines<>(file, Measured.class);
    }

    /** Runs the classes that the file does not know. */
    void measure(ProgressListener progress) {
        List<Measured> known = file.read();
        Set<String> whole = new HashSet<>();
        known.stream().filter(one -> one.test.equals(one.group)).forEach(one -> whole.add(one.group));
        known.stream().filter(one -> whole.contains(one.group)).forEach(tests::add);
        List<String> classes = runner.classes();
        for (String name : classes) {
            progress.at("tests on the sound machine", classes.indexOf(name), classes.size());
            if (!whole.contains(name)) {
                measure(name);
            }
        }
    }

    private void measure(String name) {
        faults.select(0);
        faults.takeOpened();
        List<Measured> group = new ArrayList<>();
        Set<Integer> all = new TreeSet<>();
        long[] start = {System.nanoTime()};
        runner.run(name, (test, failure) -> {
            double seconds = (System.nanoTime() - start[0]) / 1e9;
            Set<Integer> opened = faults.takeOpened();
            all.addAll(opened);
            group.add(new Measured(test, name, seconds, opened, failure.isEmpty()));
            start[0] = System.nanoTime();
        });
        for (Measured one : group) {
            // Nothing opened: it shares what another test of its class has opened.
            add(one.mutants.isEmpty() ? new Measured(one.test, name, one.seconds, all, one.sound) : one);
        }
        add(new Measured(name, name, 0, Set.of(), true));
    }

    private void add(Measured one) {
        tests.add(one);
        file.add(one);
    }

    /** Tests that fail on the sound machine with selectable faults, and so cannot judge. */
    List<String> unsound() {
        return tests.stream().filter(one -> !one.sound).map(Measured::test).toList();
    }

    /** The first test, from the quickest, that shows the mutant. */
    Optional<MutantVerdict> kill(int number, MutationPoint mutant) {
        List<Measured> able = tests.stream()
                .filter(one -> one.sound && one.mutants.contains(number))
                .sorted(Comparator.comparingDouble(Measured::seconds))
                .toList();
        faults.select(number);
        for (Measured one : able) {
            List<String> failures = new ArrayList<>();
            runner.run(one.test, (test, failure) -> failure.ifPresent(failures::add));
            if (!failures.isEmpty()) {
                MutantStage stage = runner.isSystem(one.test) ? MutantStage.SYSTEM : MutantStage.UNIT;
                return Optional.of(new MutantVerdict(mutant.id(), stage, one.test + ": " + failures.get(0)));
            }
        }
        return Optional.empty();
    }
}
