// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.coverage.bins;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2vit.hw.compiler.NetworkCompiler;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.CommandFlag;
import org.p2vit.hw.program.CommandFormat;
import org.p2vit.hw.program.ControlCommand;
import org.p2vit.hw.program.MatMulCommand;
import org.p2vit.hw.program.StridedAddress;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;

class CommandBinsTests {
    private static final AcceleratorConfig TINY = AcceleratorConfig.load("tiny");
    private static final CommandBins BINS = new CommandBins(TINY);
    private static final StridedAddress PLACE = new StridedAddress(0, 1);

    private static Command multiply(int tiles, boolean int4) {
        return MatMulCommand.of(PLACE, PLACE, tiles, 2, 1, int4, Sync.FREE);
    }

    @Test
    void aCommandReachesItsFlagsSizesAndNeighbour() {
        assertThat(BINS.of(
                        List.of(multiply(40, false), Command.sync(Unit.MATMUL, Sync.FREE), ControlCommand.end()), true))
                .containsExactly(
                        "MATMUL sync, after MATMUL, stalling",
                        "MATMUL, depthWords 1, stalling",
                        "MATMUL, int4 0, stalling",
                        "MATMUL, outTiles 2, stalling",
                        "MATMUL, rowExponents 0, stalling",
                        "MATMUL, tiles more, stalling",
                        "MATMUL, tiles most, stalling");
    }

    /** A flag that is added to the format has its bins at once. */
    @ParameterizedTest
    @EnumSource
    void everyFlagOfTheFormatHasBins(Unit unit) {
        for (CommandFlag flag : CommandFormat.of(unit).flags()) {
            boolean known = flag.knownTo(TINY.attention());
            assertThat(BINS.all().stream()
                            .anyMatch(bin -> bin.startsWith(unit.name()) && bin.contains(", " + flag.name() + " 1, ")))
                    .as(unit + " " + flag.name())
                    .isEqualTo(known);
        }
    }

    @Test
    void everythingThatAProgramReachesIsABin() {
        var network = RandomQuantizedVit.of(new VitShape(16, 16, 3, 4, 32, 2, 1, 64, 17), 3);
        List<Command> commands = NetworkCompiler.compile(network, TINY).commands(2);

        assertThat(BINS.of(commands, false)).isNotEmpty().isSubsetOf(BINS.all());
        assertThat(BINS.of(commands, true))
                .isSubsetOf(BINS.all())
                .doesNotContainAnyElementsOf(BINS.of(commands, false));
    }

    @Test
    void runsAddUpAndTheRestIsMissing(@TempDir Path log) {
        BinLog.add(log, TINY, List.of(multiply(1, false)), false);
        BinLog.add(log, TINY, List.of(multiply(1, true)), false);

        BinResult result = BinLog.read(log).get(0);

        assertThat(result.machine()).isEqualTo("tiny");
        assertThat(result.all()).isEqualTo(BINS.all().size());
        assertThat(result.reached())
                .isEqualTo(6)
                .isEqualTo(result.all() - result.missing().size());
        assertThat(result.missing())
                .doesNotContain("MATMUL, int4 0, steady", "MATMUL, int4 1, steady")
                .contains("MATMUL, int4 1, stalling", "NORM, channels 7, steady");
    }
}
