// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.report;

import java.nio.file.Path;
import java.util.List;
import org.p2vit.testbench.coverage.DesignResult;
import org.p2vit.testbench.coverage.ModuleResult;
import org.p2vit.testbench.coverage.RtlCoverage;
import org.p2vit.testbench.coverage.bins.BinResult;

/** The page of {@code coverage}: every module, and everything that is missing. */
public final class CoveragePage {
    private static final List<String> COLUMNS = List.of("module", "lines", "branches", "bits that toggle");

    private CoveragePage() {}

    public static void write(RtlCoverage rtl, List<BinResult> bins, Path file) {
        Html page = new Html("What the simulations covered");
        rtl.unneededWaivers().forEach(waiver -> page.paragraph("Nothing needs the waiver " + waiver + "."));
        for (DesignResult design : rtl.designs()) {
            page.heading(design.design())
                    .table(
                            COLUMNS,
                            List.of(List.of(
                                    "all",
                                    design.line().text(),
                                    design.branch().text(),
                                    design.toggle().text())))
                    .table(
                            COLUMNS,
                            design.modules().stream().map(CoveragePage::row).toList());
            design.notRun().forEach(module -> page.paragraph("No run had " + module + "."));
            for (ModuleResult module : design.modules()) {
                if (!module.missing().isEmpty()) {
                    page.heading(design.design() + ", " + module.module() + ": missing")
                            .paragraph(String.join("; ", module.missing()));
                }
            }
        }
        for (BinResult machine : bins) {
            page.heading(machine.machine() + ": bins of commands")
                    .paragraph(machine.reached() + " of " + machine.all() + " reached; missing: "
                            + String.join("; ", machine.missing()));
        }
        page.write(file);
    }

    private static List<String> row(ModuleResult module) {
        return List.of(
                module.module(),
                module.line().text(),
                module.branch().text(),
                module.toggle().text());
    }
}
