// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.unit.requant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2vit.hw.control.CommandFrontEnd;
import org.p2vit.hw.program.GeluRows;
import org.p2vit.hw.program.RequantCommand.Destination;
import org.p2vit.hw.program.RowRange;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.unit.requant.StoredValues;
import org.p2vit.quant.model.QuantizedGelu;
import org.p2vit.quant.spec.NumericContract;
import org.p2vit.testbench.cosim.bench.ArrayShape;
import org.p2vit.testbench.cosim.bench.UnitMonitor;

@Tag("cosim")
public class RequantCosimTests {
    private static final long SEED = 23;
    private static final int MAX_COUNT = 1023;
    private static final List<Destination> CODE_DESTINATIONS =
            List.of(Destination.ACT, Destination.WGT, Destination.RES, Destination.VAL, Destination.SOFTMAX);

    @ParameterizedTest
    @MethodSource("org.p2vit.testbench.cosim.bench.ArrayShape#all")
    public void everyDestinationAndRowRangeEqualsTheGoldenKernel(ArrayShape shape) {
        int t = shape.tokenTile();
        RowRange[] ranges = {
            new RowRange(0, 1),
            new RowRange(0, t - 1),
            new RowRange(0, t),
            new RowRange(0, t + 1),
            new RowRange(t - 1, 1),
            new RowRange(t - 1, t + 2),
            new RowRange(1, 2 * shape.word() + 1)
        };
        for (int stall : new int[] {0, 50}) {
            try (RequantBench bench = new RequantBench(shape, SEED + stall, stall)) {
                for (Destination destination : CODE_DESTINATIONS) {
                    boolean softmax = destination == Destination.SOFTMAX;
                    for (RowRange rows : ranges) {
                        for (int outTiles : new int[] {1, 3}) {
                            bench.queue(new RequantJob(destination, rows, outTiles, !softmax));
                            bench.queue(new RequantJob(destination, rows, outTiles, false));
                        }
                    }
                }
                bench.finish(60_000);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.p2vit.testbench.cosim.bench.ArrayShape#all")
    void theLargestCountsEqualTheGoldenKernel(ArrayShape shape) {
        try (RequantBench bench = new RequantBench(shape, SEED, 0)) {
            bench.queue(new RequantJob(Destination.WGT, new RowRange(0, MAX_COUNT), 1, false));
            bench.queue(new RequantJob(Destination.RES, new RowRange(0, 1), MAX_COUNT, true));
            bench.finish(40_000);
        }
    }

    @ParameterizedTest
    @MethodSource("org.p2vit.testbench.cosim.bench.ArrayShape#all")
    public void operandsAtTheEndsOfTheirRangesDoNotOverflow(ArrayShape shape) {
        try (RequantBench bench = new RequantBench(shape, SEED, 0)) {
            RowRange rows = new RowRange(0, 2 * shape.tokenTile());
            for (boolean residual : new boolean[] {false, true}) {
                bench.queue(new RequantJob(Destination.ACT, rows, 8, residual, true, Sync.FREE));
            }
            bench.queue(new RequantJob(Destination.SOFTMAX, rows, 4, false, true, Sync.FREE));
            bench.queue(new RequantJob(Destination.OUT, new RowRange(1, 1), 8, false, true, Sync.FREE));
            bench.finish(10_000);
        }
    }

    @ParameterizedTest
    @MethodSource("org.p2vit.testbench.cosim.bench.ArrayShape#all")
    public void logitsOfOneRowComeUnsaturated(ArrayShape shape) {
        try (RequantBench bench = new RequantBench(shape, SEED, 30)) {
            for (int row = 0; row < shape.tokenTile(); row++) {
                bench.queue(new RequantJob(Destination.OUT, new RowRange(row, 1), 5, false));
            }
            bench.finish(10_000);
        }
    }

    /** Rows with exponents, as behind GELU, between others that have none. */
    @ParameterizedTest
    @MethodSource("org.p2vit.testbench.cosim.bench.ArrayShape#all")
    public void shiftsAreLessByTheExponentOfTheRow(ArrayShape shape) {
        try (RequantBench bench = new RequantBench(shape, SEED, 20)) {
            RowRange rows = new RowRange(1, 2 * shape.tokenTile());
            for (boolean extreme : new boolean[] {false, true, false}) {
                RequantJob stream = new RequantJob(Destination.RES, rows, 4, true, extreme, Sync.FREE);
                bench.queue(stream.withRowExponents());
                bench.queue(stream);
                bench.queue(new RequantJob(Destination.ACT, rows, 2, false, extreme, Sync.FREE).withRowExponents());
            }
            bench.finish(10_000);
        }
    }

    /** All index shifts, sums from tiny to beyond 18 bits, and so all exponents of blocks. */
    @ParameterizedTest
    @MethodSource("org.p2vit.testbench.cosim.bench.ArrayShape#all")
    public void geluEqualsTheGoldenKernel(ArrayShape shape) {
        try (RequantBench bench = new RequantBench(shape, SEED, 0)) {
            RowRange rows = new RowRange(0, 2 * shape.tokenTile());
            for (int shift = 0; shift <= NumericContract.MAX_GELU_SHIFT; shift++) {
                QuantizedGelu gelu = new QuantizedGelu(shift);
                bench.queue(RequantJob.ofGelu(rows, 5, new GeluRows(gelu, 100 * shift, shift % 3 != 0), false));
                bench.queue(new RequantJob(Destination.ACT, rows, 1, true));
                bench.queue(RequantJob.ofGelu(rows, 2, new GeluRows(gelu, 65000, false), true));
            }
            bench.finish(60_000);
        }
    }

    @ParameterizedTest
    @MethodSource("org.p2vit.testbench.cosim.bench.ArrayShape#all")
    void noCycleIsLostBetweenOutputTilesTilesAndCommands(ArrayShape shape) {
        try (RequantBench bench = new RequantBench(shape, SEED, 0)) {
            Sync sync = Sync.FREE.afterEachTile(Semaphore.STREAM_LOADED);
            int groups = 0;
            for (Destination destination : CODE_DESTINATIONS) {
                boolean softmax = destination == Destination.SOFTMAX;
                RequantJob job =
                        new RequantJob(destination, new RowRange(0, 5 * shape.tokenTile()), 4, !softmax, false, sync);
                bench.queue(job);
                groups += job.tiles(shape) * job.outTiles() * shape.groups();
            }
            for (int token = 0; token < 5 * CODE_DESTINATIONS.size(); token++) {
                bench.counters().give(Semaphore.STREAM_LOADED.ordinal());
                bench.step(1);
            }
            bench.finish(2 * groups + 200);
            assertThat(bench.counters().busy()).isEqualTo(groups);
            assertThat(bench.counters().span())
                    .as("%s: cycles from the first row group to the last of %d", shape, groups)
                    .isEqualTo(groups);
            assertThat(bench.counters().stall())
                    .as("before the first group, from its token on, and after the last")
                    .isLessThanOrEqualTo(
                            CommandFrontEnd.START_CYCLES + CommandFrontEnd.SIGNAL_CYCLES + StoredValues.LATENCY);
        }
    }

    @ParameterizedTest
    @MethodSource("org.p2vit.testbench.cosim.bench.ArrayShape#all")
    public void aTileIsSignalledWithItsLastWrite(ArrayShape shape) {
        Sync sync = Sync.FREE
                .afterEachTile(Semaphore.STREAM_LOADED)
                .signalEachTile(Semaphore.STREAM_ROWS)
                .signalEnd(Semaphore.LOGITS_READY);
        int tiles = 3;
        int outTiles = 2;
        int wordsInTile = shape.tokenTile() * outTiles;
        try (RequantBench bench = new RequantBench(shape, SEED, 0)) {
            UnitMonitor counters = bench.counters();
            bench.queue(new RequantJob(Destination.RES, new RowRange(0, tiles * shape.tokenTile()), outTiles, true)
                    .with(sync));
            bench.step(50);
            assertThat(bench.written()).as("before the first token").isZero();
            for (int tile = 1; tile <= tiles; tile++) {
                counters.give(Semaphore.STREAM_LOADED.ordinal());
                for (int cycle = 0; cycle < 60; cycle++) {
                    bench.step(1);
                    int signalled = counters.given(Semaphore.STREAM_ROWS.ordinal());
                    assertThat(signalled * wordsInTile).isLessThanOrEqualTo(bench.written());
                }
                assertThat(bench.written()).isEqualTo(tile * wordsInTile);
                assertThat(counters.given(Semaphore.STREAM_ROWS.ordinal())).isEqualTo(tile);
                assertThat(counters.given(Semaphore.LOGITS_READY.ordinal())).isEqualTo(tile / tiles);
            }
            bench.finish(100);
        }
    }
}
