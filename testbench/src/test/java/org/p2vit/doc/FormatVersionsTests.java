// SPDX-License-Identifier: Apache-2.0
package org.p2vit.doc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.p2vit.cli.run.VersionProvider;
import org.p2vit.hw.compiler.Program;
import org.p2vit.hw.deploy.ProgramImage;
import org.p2vit.hw.register.RegisterMap;
import org.p2vit.quant.bundle.QuantizedBundle;

/** The newest release in CHANGELOG.md has the version that is built, and the formats of now. */
class FormatVersionsTests {
    @Test
    void theFirstRowIsOfNow() {
        String page = DocPage.of(DocPage.ROOT.resolve("CHANGELOG.md")).text();
        String row = page.lines()
                .filter(line -> line.matches("\\| \\d.*"))
                .findFirst()
                .orElseThrow();
        String release = VersionProvider.version().replace("-SNAPSHOT", "");
        int register = RegisterMap.INTERFACE_VERSION;
        assertThat(row)
                .startsWith("| " + release + " ")
                .endsWith(" | " + QuantizedBundle.VERSION + " | " + Program.FORMAT_VERSION + " | "
                        + ProgramImage.VERSION + " | " + (register >>> 16) + "." + (register & 0xffff) + " |");
    }
}
