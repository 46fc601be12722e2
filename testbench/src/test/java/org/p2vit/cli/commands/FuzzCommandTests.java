// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.p2vit.cli.CliRun;
import org.p2vit.cli.run.ExitCode;

class FuzzCommandTests {
    @Test
    void aLineThatIsNoCaseIsRefused() {
        CliRun run = CliRun.of("fuzz", "--case", "array=2,8,1,packed");

        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(run.err()).contains("the case lacks 'attention'");
    }

    @Test
    void aCaseSaysItsSeedAndIsOne() {
        CliRun seed = CliRun.of("fuzz", "--case", "array=2", "--seed", "4");
        CliRun pairs = CliRun.of("fuzz", "--case", "array=2", "--pairs", "4");

        assertThat(seed.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(seed.err()).contains("--seed has no effect beside --case");
        assertThat(pairs.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(pairs.err()).contains("--pairs has no effect beside --case");
    }
}
