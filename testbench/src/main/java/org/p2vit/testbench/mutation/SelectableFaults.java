// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.mutation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.p2vit.quant.storage.Sha256;
import org.p2vit.testbench.verilator.FaultInjector;

/**
 * Puts drawn mutants into every design that is built: into the module that they were drawn from where the design has it, else into the modules
 * of that name with other parameters. A mutant has one number everywhere.
 */
final class SelectableFaults implements FaultInjector {
    private final List<MutationPoint> mutants;
    private final Path folder;
    private final long mostCycles;
    private final Map<String, Path> designs = new HashMap<>();
    private final Map<Path, Set<Integer>> numbers = new HashMap<>();
    private final Set<Integer> opened = new TreeSet<>();
    private int selected;

    /**
     * @param mutants number n is that of the n-th, from 1
     * @param folder for the designs with all faults
     */
    SelectableFaults(List<MutationPoint> mutants, Path folder, long mostCycles) {
        this.mutants = List.copyOf(mutants);
        this.folder = folder;
        this.mostCycles = mostCycles;
    }

    /** What is opened from now on has this fault, or none at 0. */
    void select(int number) {
        selected = number;
    }

    /** Numbers of all faults in what was opened since the last call. */
    Set<Integer> takeOpened() {
        Set<Integer> taken = new TreeSet<>(opened);
        opened.clear();
        return taken;
    }

    @Override
    public Path design(Path verilog, String top) {
        try {
            String text = Files.readString(verilog);
            String name = top + "-" + digest(text);
            Path known = designs.get(name);
            if (known != null) {
                return known;
            }
            Map<MutationPoint, Integer> faults = faultsOf(text);
            Path faulty = verilog;
            if (!faults.isEmpty()) {
                Files.createDirectories(folder);
                String instrumented = Instrumentation.of(text, top, faults);
                faulty = folder.resolve(name + "-" + digest(instrumented) + ".v");
                Files.writeString(faulty, instrumented);
            }
            designs.put(name, faulty);
            numbers.put(verilog, new TreeSet<>(faults.values()));
            return faulty;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(String text) {
        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, 12);
    }

    private Map<MutationPoint, Integer> faultsOf(String verilog) {
        List<MutationPoint> points = MutationPoints.of(verilog);
        Map<String, List<MutationPoint>> byId = points.stream().collect(Collectors.groupingBy(MutationPoint::id));
        Map<String, List<MutationPoint>> byKey = points.stream().collect(Collectors.groupingBy(MutationPoint::key));
        Map<MutationPoint, Integer> faults = new LinkedHashMap<>();
        List<Integer> elsewhere = new ArrayList<>();
        for (int number = 1; number <= mutants.size(); number++) {
            List<MutationPoint> here = byId.getOrDefault(mutants.get(number - 1).id(), List.of());
            if (here.isEmpty()) {
                elsewhere.add(number);
            }
            for (MutationPoint point : here) {
                faults.put(point, number);
            }
        }
        for (int number : elsewhere) {
            for (MutationPoint point :
                    byKey.getOrDefault(mutants.get(number - 1).key(), List.of())) {
                faults.putIfAbsent(point, number);
            }
        }
        return faults;
    }

    @Override
    public int selected(Path verilog, String top) {
        opened.addAll(numbers.getOrDefault(verilog, Set.of()));
        return selected;
    }

    @Override
    public long mostCycles() {
        return selected == 0 ? Long.MAX_VALUE : mostCycles;
    }
}
