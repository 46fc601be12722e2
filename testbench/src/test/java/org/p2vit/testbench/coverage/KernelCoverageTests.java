// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.quant.InvalidInputException;

class KernelCoverageTests {
    private static final String KERNEL = "org.p2vit.quant.kernel.Gate";

    @TempDir
    private Path target;

    private void write(String file, String text) throws IOException {
        Path path = target.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void reports() throws IOException {
        write("site/jacoco/jacoco.xml", """
                <?xml version="1.0"?><!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd">
                <report name="quant-golden"><package name="org/p2vit/quant/kernel">
                <class name="org/p2vit/quant/kernel/Gate"><method name="pass"><counter type="BRANCH" missed="9" covered="9"/></method>
                <counter type="LINE" missed="7" covered="7"/><counter type="BRANCH" missed="1" covered="3"/></class>
                <class name="org/p2vit/quant/kernel/Gate$Inner"><counter type="BRANCH" missed="0" covered="2"/></class>
                <sourcefile name="Gate.java"><counter type="BRANCH" missed="1" covered="5"/></sourcefile>
                <counter type="BRANCH" missed="1" covered="5"/></package>
                <package name="org/p2vit/quant/image"><class name="org/p2vit/quant/image/Png">
                <counter type="BRANCH" missed="8" covered="0"/></class></package></report>
                """);
        write("pit-reports/mutations.xml", """
                <?xml version="1.0"?><mutations>
                <mutation detected="true" status="KILLED"><mutatedClass>org.p2vit.quant.kernel.Gate</mutatedClass></mutation>
                <mutation detected="true" status="TIMED_OUT"><mutatedClass>org.p2vit.quant.kernel.Gate$Inner</mutatedClass></mutation>
                <mutation detected="false" status="SURVIVED"><mutatedClass>org.p2vit.quant.kernel.Gate</mutatedClass></mutation>
                <mutation detected="false" status="NO_COVERAGE"><mutatedClass>org.p2vit.quant.image.Png</mutatedClass></mutation>
                </mutations>
                """);
    }

    /** Sums of methods, files and packages are the same branches again. */
    @Test
    void everyClassCountsOnce() throws IOException {
        reports();

        KernelCoverage read = KernelCoverage.of(target);

        assertThat(read.branches()).isEqualTo(new Share(5, 0, 6));
        assertThat(read.branchesByClass()).isEqualTo(Map.of(KERNEL, new Share(5, 0, 6)));
        assertThat(read.mutants()).isEqualTo(new Share(2, 0, 3));
        assertThat(read.mutantsByClass()).isEqualTo(Map.of(KERNEL, new Share(2, 0, 3)));
    }

    /** Half a run of PIT looks perfect: what it left out has no faults that survive. */
    @Test
    void aRunOverSomeClassesOnlyMeetsNothing() {
        Share all = new Share(9, 0, 9);
        Map<String, Share> two = Map.of(KERNEL, all, KERNEL + "s", all);

        KernelCoverage partial = new KernelCoverage(all, all, two, Map.of(KERNEL, all));
        KernelCoverage whole = new KernelCoverage(all, all, two, two);

        assertThat(partial.unplanted()).containsExactly(KERNEL + "s");
        assertThat(CoverageTargets.kernelRows(partial).get(1).met()).isFalse();
        assertThat(CoverageTargets.kernelRows(partial).get(1).space()).isEqualTo("PIT, 1 of 2 classes");
        assertThat(CoverageTargets.kernelRows(whole).get(1).met()).isTrue();
    }

    @Test
    void aMissingOrDamagedReportIsRefused() throws IOException {
        assertThatThrownBy(() -> KernelCoverage.of(target))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("jacoco.xml does not exist");
        reports();
        write("pit-reports/mutations.xml", "<mutations><mutation");
        assertThatThrownBy(() -> KernelCoverage.of(target))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("mutations.xml is not as");
    }
}
