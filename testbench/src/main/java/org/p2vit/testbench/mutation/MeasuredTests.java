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

/**
 * Runs one class of tests after the other: first on the sound machine, which shows how long each test takes and which mutants it simulates,
 * then for each of these mutants, from the quickest test, until one shows it.
 */
final class MeasuredTests {
    private final TestRunner runner;
    private final SelectableFaults faults;
    private final JsonLines<Measured> measured;
    private final JsonLines<Passed> passed;
    private final List<Measured> tests;
    private final Set<Passed> blind;

    /**
     * @param group class of the test; the line of a class that has been measured has its name as test
     * @param mutants numbers of those in what the test opened
     * @param sound whether it passes without a fault
     */
    record Measured(String test, String group, double seconds, Set<Integer> mutants, boolean sound) {}

    /** A class whose tests do not show a mutant. */
    record Passed(String mutant, String group) {}

    /** @param folder of this sample, for what has been measured */
    MeasuredTests(TestRunner runner, SelectableFaults faults, Path folder) {
        this.runner = runner;
        this.faults = faults;
        this.measured = new JsonLines<>(folder.resolve("tests.jsonl"), Measured.class);
        this.passed = new JsonLines<>(folder.resolve("passed.jsonl"), Passed.class);
        this.tests = new ArrayList<>(measured.read());
        this.blind = new HashSet<>(passed.read());
    }

    /** Runs a class on the sound machine, unless that was done before. */
    void measure(String name) {
        if (tests.stream().anyMatch(one -> one.test.equals(name))) {
            return;
        }
        tests.removeIf(one -> one.group.equals(name));
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
        measured.add(one);
    }

    /** Tests of a class that fail on the sound machine with selectable faults, and so cannot judge. */
    List<String> unsound(String group) {
        return tests.stream()
                .filter(one -> one.group.equals(group) && !one.sound)
                .map(Measured::test)
                .toList();
    }

    /** The first test of the class that shows the mutant. */
    Optional<MutantVerdict> kill(String group, int number, String mutant) {
        Passed without = new Passed(mutant, group);
        if (blind.contains(without)) {
            return Optional.empty();
        }
        List<Measured> able = tests.stream()
                .filter(one -> one.group.equals(group) && one.sound && one.mutants.contains(number))
                .sorted(Comparator.comparingDouble(Measured::seconds))
                .toList();
        faults.select(number);
        for (Measured one : able) {
            List<String> failures = new ArrayList<>();
            runner.run(one.test, (test, failure) -> failure.ifPresent(failures::add));
            if (!failures.isEmpty()) {
                MutantStage stage = runner.isSystem(one.test) ? MutantStage.SYSTEM : MutantStage.UNIT;
                return Optional.of(new MutantVerdict(mutant, stage, one.test + ": " + failures.get(0)));
            }
        }
        blind.add(without);
        passed.add(without);
        return Optional.empty();
    }

    /** What no class has shown is shown to all again. */
    void forget() {
        blind.clear();
    }
}
