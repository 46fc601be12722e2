// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.synthesis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which modules stand in which, read from Verilog in which an instance begins a line: {@code Module name (}. */
final class ModuleTree {
    /** A module that occurs as often in a unit is a lane of it. */
    private static final int REPEATED = 16;

    private static final Pattern MODULE = Pattern.compile("^\\s*module\\s+(\\w+)");
    private static final Pattern INSTANCE = Pattern.compile("^\\s*(\\w+)\\s+(\\w+)\\s*\\(");

    /** An instance and what it is one of. */
    record Instance(String name, String module) {}

    private final Map<String, List<Instance>> instances = new LinkedHashMap<>();
    private final Set<String> clocked = new HashSet<>();

    private ModuleTree() {}

    static ModuleTree read(Path verilog) throws IOException {
        ModuleTree tree = new ModuleTree();
        String module = null;
        for (String line : Files.readAllLines(verilog)) {
            Matcher head = MODULE.matcher(line);
            Matcher instance = INSTANCE.matcher(line);
            if (head.find()) {
                module = head.group(1);
                tree.instances.put(module, new ArrayList<>());
            } else if (module != null && instance.find()) {
                tree.instances.get(module).add(new Instance(instance.group(2), instance.group(1)));
            }
            if (module != null && line.contains("aclk")) {
                tree.clocked.add(module);
            }
        }
        tree.instances.values().forEach(list -> list.removeIf(item -> !tree.has(item.module())));
        return tree;
    }

    boolean has(String module) {
        return instances.containsKey(module);
    }

    List<Instance> instances(String module) {
        return instances.get(module);
    }

    /** {@code module} and everything below it. */
    Set<String> below(String module) {
        Set<String> found = new TreeSet<>(Set.of(module));
        instances.get(module).forEach(child -> found.addAll(below(child.module())));
        return found;
    }

    /** The modules on the way from {@code top} to {@code inside}, and all that stand in these. */
    Set<String> units(String top, String inside) {
        Set<String> found = new TreeSet<>();
        for (String module : below(top)) {
            if (below(module).contains(inside)) {
                found.add(module);
                instances.get(module).forEach(child -> found.add(child.module()));
            }
        }
        return found;
    }

    /** The outermost clocked modules that one of {@code units} repeats often, without the units themselves. */
    Set<String> lanes(Set<String> units) {
        Set<String> found = new TreeSet<>();
        for (String unit : units) {
            Map<String, Integer> occurrences = new HashMap<>();
            count(unit, occurrences);
            instances.get(unit).forEach(child -> addLanes(child.module(), occurrences, units, found));
        }
        return found;
    }

    private void count(String module, Map<String, Integer> occurrences) {
        occurrences.merge(module, 1, Integer::sum);
        instances.get(module).forEach(child -> count(child.module(), occurrences));
    }

    private void addLanes(String module, Map<String, Integer> occurrences, Set<String> units, Set<String> found) {
        if (units.contains(module)) {
            return;
        }
        if (occurrences.get(module) >= REPEATED && clocked.contains(module)) {
            found.add(module);
        } else {
            instances.get(module).forEach(child -> addLanes(child.module(), occurrences, units, found));
        }
    }
}
