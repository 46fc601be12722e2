// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.cli.CliRun;
import org.p2vit.cli.run.ExitCode;
import tools.jackson.databind.JsonNode;

class EnergyCommandTests {
    @TempDir
    private Path folder;

    @Test
    void estimatesARangeAndSaysWhatItIsNot() {
        Path json = folder.resolve("energy.json");
        CliRun run = CliRun.of("energy", "--config", "pynq-z2", "--arch", "deit-tiny", "--json", json);

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .contains(
                        "multiply-accumulate",
                        "buffer weight",
                        "DRAM",
                        "deit-tiny, weights 8, on pynq-z2",
                        "An estimate:")
                .contains("nothing was measured", "leakage");
        JsonNode result = CliRun.report(json).path("result");
        double sum = 0;
        for (JsonNode part : result.path("parts")) {
            sum += part.path("microjoules").asDouble();
        }
        assertThat(result.at("/total/microjoules").asDouble()).isCloseTo(sum, within(1e-6 * sum));
        double seconds =
                result.path("cycles").asLong() / (1e6 * result.path("clockMhz").asDouble());
        assertThat(result.path("lowWatts").asDouble() * seconds)
                .isCloseTo(1e-6 * result.at("/total/low").asDouble(), within(1e-9));
        assertThat(result.path("highWatts").asDouble())
                .isGreaterThan(result.path("lowWatts").asDouble());
    }

    @Test
    void attentionOnTheMultipliersHasItsOwnParts() {
        CliRun run = CliRun.of("energy", "--config", "kv260", "--arch", "deit-tiny");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("buffer rowDivisor").doesNotContain("shift-add");
    }

    @Test
    void fewerBitsTakeLessEnergyFromDram() {
        assertThat(dram("4")).isLessThan(0.65 * dram("8"));
    }

    private double dram(String bits) {
        Path json = folder.resolve("energy.json");
        CliRun run = CliRun.of("energy", "--weights", bits, "--json", json);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        JsonNode result = CliRun.report(json).path("result");
        assertThat(result.path("weightBits").asString()).isEqualTo(bits);
        return result.path("parts")
                .valueStream()
                .filter(part -> part.path("name").asString().contains("DRAM"))
                .mapToDouble(part -> part.path("microjoules").asDouble())
                .sum();
    }

    @Test
    void networkThatDoesNotFitNamesTheLimit() {
        CliRun run = CliRun.of("energy", "--config", "tiny", "--arch", "deit-base");
        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(run.err()).contains("limits.");
    }
}
