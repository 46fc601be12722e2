// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.coverage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was reached of all modules of one emitted accelerator, whatever stood around them when they ran. */
final class DesignCoverage {
    private final String name;
    private final List<ModuleCoverage> modules;

    private DesignCoverage(String name, List<ModuleCoverage> modules) {
        this.name = name;
        this.modules = modules;
    }

    /** The design in a file, which is called by its folder. */
    static DesignCoverage of(Path verilog) throws IOException {
        return new DesignCoverage(
                verilog.toAbsolutePath().getParent().getFileName().toString(),
                VerilogModules.read(verilog).all().stream()
                        .map(ModuleCoverage::new)
                        .toList());
    }

    /** The modules of which a run of {@code other} tells something. */
    List<ModuleCoverage> alike(VerilogModule other) {
        return modules.stream()
                .filter(own -> own.module().identity().equals(other.identity())
                        || own.module().shape().equals(other.shape()))
                .toList();
    }

    DesignResult result(CoverageWaivers waivers) {
        List<ModuleResult> results = new ArrayList<>();
        List<String> notRun = new ArrayList<>();
        Share line = Share.NONE;
        Share branch = Share.NONE;
        Share toggle = Share.NONE;
        for (ModuleCoverage module : modules) {
            if (!module.built()) {
                notRun.add(module.module().name());
            }
            ModuleResult result = result(module, waivers);
            results.add(result);
            line = line.plus(result.line());
            branch = branch.plus(result.branch());
            toggle = toggle.plus(result.toggle());
        }
        return new DesignResult(name, line, branch, toggle, notRun, results);
    }

    private static ModuleResult result(ModuleCoverage module, CoverageWaivers waivers) {
        Map<CoverageKind, Share> shares = new EnumMap<>(CoverageKind.class);
        List<String> missing = new ArrayList<>();
        module.forEach((item, count) -> {
            boolean reached = count > 0;
            boolean waived = !reached && waivers.take(module, item);
            if (!reached && !waived) {
                missing.add(item.kind() + " " + module.text(item));
            }
            shares.merge(item.kind(), new Share(reached ? 1 : 0, waived ? 1 : 0, 1), Share::plus);
        });
        return new ModuleResult(
                module.module().name(),
                shares.getOrDefault(CoverageKind.LINE, Share.NONE),
                shares.getOrDefault(CoverageKind.BRANCH, Share.NONE),
                shares.getOrDefault(CoverageKind.TOGGLE, Share.NONE),
                missing);
    }
}
