// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BenchCommandTest {
    @Test
    void unknownNamesAreRefusedBeforeAnythingIsBuilt() {
        CliRun model = CliRun.of("bench", "--models", "deit-tiny,deit-huge");
        assertThat(model.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(model.err()).contains("deit-huge", "deit-base");

        CliRun config = CliRun.of("bench", "--configs", "kv261");
        assertThat(config.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(config.err()).contains("kv261");
    }
}
