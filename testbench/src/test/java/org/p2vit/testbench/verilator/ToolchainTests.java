// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.verilator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolchainTests {
    @Test
    void aMissingProgramIsNamedInOneLine() {
        assertThatThrownBy(() -> Toolchain.require("java-that-is-not-there"))
                .isInstanceOf(BuildException.class)
                .hasMessage(
                        "java-that-is-not-there is not installed; on Debian: apt-get install java-that-is-not-there");
    }

    @Test
    void aFailingProgramIsQuoted() {
        assertThatThrownBy(() -> Toolchain.run(Path.of("."), List.of("sh", "-c", "echo reason; exit 3")))
                .isInstanceOf(BuildException.class)
                .hasMessage("sh ended with code 3:%nreason%n".formatted());
        assertThat(Toolchain.run(Path.of("."), List.of("echo", "fine"))).isEqualTo("fine\n");
    }
}
