// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.mutation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All places of an emitted Verilog file where one thing can be wrong. The narrow grammar of SpinalHDL's output is understood, no other.
 * Left out are labels of {@code case}, clocks, the
 * contents of tables, and the insides of the one module that is written by hand, a memory with byte lanes.
 */
public final class MutationPoints {
    private MutationPoints() {}

    /** Points in the order of the file. */
    public static List<MutationPoint> of(String verilog) {
        Map<String, Declarations> headers = new HashMap<>();
        List<ModuleScan> modules = new ArrayList<>();
        VerilogWords words = new VerilogWords(verilog);
        while (words.more()) {
            if (words.next().is("module")) {
                ModuleScan module = ModuleScan.header(words);
                modules.add(module);
                headers.put(module.name(), module.signals());
                words.skipBehind("endmodule");
            }
        }
        modules.forEach(module -> module.read(headers));
        Map<String, String> names = names(modules);
        Map<String, Integer> seen = new HashMap<>();
        List<MutationPoint> points = new ArrayList<>();
        for (ModuleScan module : modules) {
            for (ModuleScan.Found found : module.found()) {
                String place = found.signal() + "/" + found.fault().operator().label() + "/" + found.shape();
                int nth = seen.merge(module.name() + "/" + place, 1, Integer::sum);
                String name = nth == 1 ? place : place + "#" + nth;
                points.add(point(words, module, names.get(module.name()) + "/" + name, found, name));
            }
        }
        return points;
    }

    private static MutationPoint point(
            VerilogWords words, ModuleScan module, String id, ModuleScan.Found found, String name) {
        ExpressionFaults.Fault fault = found.fault();
        return new MutationPoint(
                id,
                base(module.name()) + "/" + name,
                module.name(),
                fault.operator(),
                words.line(fault.from()),
                fault.from(),
                fault.to(),
                words.text(fault.from(), fault.to()),
                fault.mutated());
    }

    /** The name without the number that SpinalHDL gives to the second module of a name. */
    static String base(String module) {
        return module.replaceFirst("_\\d+$", "");
    }

    /** Where several modules have one name, a hash of the text tells them apart. */
    private static Map<String, String> names(List<ModuleScan> modules) {
        Map<String, Set<String>> kinds = modules.stream()
                .collect(Collectors.groupingBy(
                        module -> base(module.name()),
                        LinkedHashMap::new,
                        Collectors.mapping(ModuleScan::name, Collectors.toCollection(TreeSet::new))));
        Function<ModuleScan, String> named =
                module -> kinds.get(base(module.name())).size() == 1
                        ? base(module.name())
                        : base(module.name()) + "~" + module.digest();
        return modules.stream().collect(Collectors.toMap(ModuleScan::name, named));
    }
}
