// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.unit.requant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.program.RequantCommand.Destination;
import org.p2vit.hw.program.RowRange;
import org.p2vit.testbench.cosim.bench.ArrayShape;

/** What REQUANT does where attention runs on the multipliers: V^T, and shifts by rows. */
@Tag("cosim")
class RequantAttentionCosimTests {
    private static final long SEED = 29;
    private static final int MAX_COUNT = 1023;

    private static RequantJob transposed(RowRange rows, int outTiles) {
        return new RequantJob(Destination.WGT_TRANSPOSED, rows, outTiles, false);
    }

    @ParameterizedTest
    @MethodSource("org.p2vit.testbench.cosim.bench.ArrayShape#all")
    void everyRowRangeEqualsTheGoldenKernel(ArrayShape shape) {
        int t = shape.tokenTile();
        int w = shape.word();
        RowRange[] ranges = {
            new RowRange(0, 1),
            new RowRange(0, t - 1),
            new RowRange(0, t),
            new RowRange(0, t + 1),
            new RowRange(t - 1, t + 2),
            new RowRange(0, w),
            new RowRange(0, w + 1),
            new RowRange(1, 2 * w + 1)
        };
        for (int stall : new int[] {0, 50}) {
            try (RequantBench bench = new RequantBench(shape, AttentionKind.MULTIPLY, SEED + stall, stall)) {
                for (RowRange rows : ranges) {
                    for (int outTiles : new int[] {1, 3}) {
                        bench.queue(transposed(rows, outTiles));
                        bench.queue(RequantJob.ofAttention(rows, outTiles, false));
                        bench.queue(new RequantJob(Destination.WGT, rows, outTiles, false));
                        bench.queue(new RequantJob(Destination.RES, rows, outTiles, true));
                        bench.queue(new RequantJob(Destination.SOFTMAX, rows, outTiles, false));
                    }
                }
                bench.queue(transposed(new RowRange(0, MAX_COUNT), 1));
                bench.queue(new RequantJob(Destination.OUT, new RowRange(1, 1), 2, false));
                bench.finish(60_000);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.p2vit.testbench.cosim.bench.ArrayShape#all")
    void rowShiftsAtTheEndsOfTheirRange(ArrayShape shape) {
        try (RequantBench bench = new RequantBench(shape, AttentionKind.MULTIPLY, SEED, 0)) {
            for (int i = 0; i < 4; i++) {
                bench.queue(RequantJob.ofAttention(new RowRange(0, 2 * shape.tokenTile()), 4, true));
            }
            bench.finish(10_000);
        }
    }

    @ParameterizedTest
    @MethodSource("org.p2vit.testbench.cosim.bench.ArrayShape#all")
    void noCycleIsLostBetweenOutputTilesTilesAndCommands(ArrayShape shape) {
        try (RequantBench bench = new RequantBench(shape, AttentionKind.MULTIPLY, SEED, 0)) {
            RowRange rows = new RowRange(0, 5 * shape.tokenTile());
            RequantJob[] jobs = {transposed(rows, 4), RequantJob.ofAttention(rows, 4, false), transposed(rows, 4)};
            int groups = 0;
            for (RequantJob job : jobs) {
                bench.queue(job);
                groups += job.tiles(shape) * job.outTiles() * shape.groups();
            }
            bench.finish(2 * groups + 200);
            assertThat(bench.counters().span())
                    .as("%s: cycles from the first row group to the last of %d", shape, groups)
                    .isEqualTo(groups);
        }
    }
}
