// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.testbench.verilator.BuildException;

@Tag("cosim")
class VerilatorLintTests {
    @TempDir
    private Path folder;

    @Test
    void cleanDesignHasNoFindings() throws IOException {
        assertThat(lint("module Top(input wire [3:0] a, output wire [3:0] y); assign y = ~a; endmodule"))
                .isEmpty();
    }

    @Test
    void eachWarningIsOneFinding() throws IOException {
        assertThat(lint("module Top(input wire [3:0] a, input wire u, output wire [4:0] y); assign y = a; endmodule"))
                .hasSize(2)
                .anyMatch(finding -> finding.startsWith("%Warning-WIDTH"))
                .anyMatch(finding -> finding.startsWith("%Warning-UNUSEDSIGNAL"));
    }

    @Test
    void whatIsNoVerilogIsRefused() {
        assertThatThrownBy(() -> lint("module Top("))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("syntax error");
    }

    private List<String> lint(String verilog) throws IOException {
        return VerilatorLint.findings(Files.writeString(folder.resolve("design.v"), verilog + "\n"));
    }
}
