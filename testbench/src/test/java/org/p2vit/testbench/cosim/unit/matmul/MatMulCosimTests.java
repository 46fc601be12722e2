// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.unit.matmul;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.config.ProcessingElement;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.program.Unit;
import org.p2vit.hw.unit.matmul.MatMulUnit;
import org.p2vit.testbench.cosim.bench.ArrayShape;
import org.p2vit.testbench.cosim.bench.UnitMonitor;
import org.p2vit.testbench.cosim.unit.matmul.MatMulBench.Job;
import org.p2vit.testbench.cosim.unit.matmul.MatMulBench.Kind;

@Tag("cosim")
public class MatMulCosimTests {
    private static final long SEED = 11;
    private static final int MAX_DEPTH = 4096;
    /** Largest count a command field holds. */
    private static final int MAX_COUNT = 1023;

    static Stream<Arguments> arrays() {
        Stream<Arguments> packed = ArrayShape.all().map(shape -> Arguments.of(shape, ProcessingElement.PACKED));
        Stream<Arguments> others = Stream.of(
                Arguments.of(new ArrayShape(2, 8, 1), ProcessingElement.PLAIN),
                Arguments.of(new ArrayShape(2, 8, 1), ProcessingElement.SCALABLE),
                Arguments.of(new ArrayShape(2, 8, 1), ProcessingElement.CASCADE),
                Arguments.of(new ArrayShape(4, 16, 2), ProcessingElement.CASCADE));
        return Stream.concat(packed, others);
    }

    /** Those of a machine with attention on the multipliers, another module. The large one of them is built at night. */
    static Stream<Arguments> multiplyingArrays() {
        return arrays().filter(array -> !array.get()[0].equals(LargeMatMulCosimTests.PACKED));
    }

    @ParameterizedTest
    @MethodSource("arrays")
    public void everySizeEqualsTheGoldenKernel(ArrayShape shape, ProcessingElement pe) {
        for (int sinkStall : new int[] {0, 40, 85}) {
            try (MatMulBench bench = new MatMulBench(shape, pe, SEED + sinkStall, sinkStall)) {
                for (int tiles : new int[] {1, 2, 5}) {
                    for (int outTiles : new int[] {1, 2, 3}) {
                        for (int depthWords : new int[] {1, 2, 4, 7}) {
                            Job job = new Job(tiles, outTiles, depthWords);
                            bench.queue(job);
                            bench.queue(job.narrowed());
                        }
                    }
                }
                bench.finish(80_000);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("arrays")
    public void theLargestCountsEqualTheGoldenKernel(ArrayShape shape, ProcessingElement pe) {
        try (MatMulBench bench = new MatMulBench(shape, pe, SEED, 0)) {
            bench.queue(new Job(MAX_COUNT, 1, 1));
            bench.queue(new Job(1, MAX_COUNT, 1));
            bench.queue(new Job(1, MAX_COUNT, 1).narrowed());
            bench.queue(new Job(1, 1, MAX_DEPTH / shape.word()));
            bench.finish(40_000);
        }
    }

    @ParameterizedTest
    @MethodSource("arrays")
    public void extremeSumsDoNotOverflow(ArrayShape shape, ProcessingElement pe) {
        try (MatMulBench bench = new MatMulBench(shape, pe, SEED, 0)) {
            int[][] codes = {{-128, -128}, {-128, 127}, {127, -128}, {127, 127}, {0, -128}};
            for (int[] pair : codes) {
                Job job = new Job(2, 1, MAX_DEPTH / shape.word()).filled(pair[0], pair[1]);
                bench.queue(job);
                bench.queue(job.filled(pair[0], -8).narrowed());
            }
            bench.finish(40_000);
        }
    }

    /** Rows whose blocks have exponents, alone and between those that have none. */
    @ParameterizedTest
    @MethodSource("arrays")
    public void blocksComeAtTheExponentOfTheirRow(ArrayShape shape, ProcessingElement pe) {
        try (MatMulBench bench = new MatMulBench(shape, pe, SEED, 20)) {
            for (int depthWords : new int[] {1, 2, 7, 24}) {
                for (Kind kind : new Kind[] {Kind.ROWS, Kind.ROWS, Kind.INT8, Kind.ROWS, Kind.INT4}) {
                    bench.queue(new Job(5, 3, depthWords).of(kind));
                }
            }
            for (int code : new int[] {-128, -1, 1, 127}) {
                bench.queue(new Job(8, 1, 4).filled(code, 127).of(Kind.ROWS));
            }
            bench.finish(40_000);
        }
    }

    /** The kinds of operands follow each other without a pause, the sums with extreme operands and as deep as they come. */
    @ParameterizedTest
    @MethodSource("multiplyingArrays")
    public void unsignedActivationsMixWithTheOthers(ArrayShape shape, ProcessingElement pe) {
        try (MatMulBench bench = new MatMulBench(shape, pe, AttentionKind.MULTIPLY, SEED, 0)) {
            for (int depthWords : new int[] {1, 3, 13}) {
                for (Kind kind : new Kind[] {Kind.UNSIGNED, Kind.INT8, Kind.UNSIGNED, Kind.INT4, Kind.UNSIGNED}) {
                    bench.queue(new Job(3, 2, depthWords).of(kind));
                }
            }
            for (int weight : new int[] {-128, 127}) {
                bench.queue(new Job(2, 1, MAX_DEPTH / shape.word())
                        .filled(255, weight)
                        .of(Kind.UNSIGNED));
            }
            bench.finish(40_000);
        }
    }

    @ParameterizedTest
    @MethodSource("arrays")
    public void noCycleIsLostBetweenOutputTilesTilesAndCommands(ArrayShape shape, ProcessingElement pe) {
        try (MatMulBench bench = new MatMulBench(shape, pe, SEED, 0)) {
            Sync sync = Sync.FREE.afterEachTile(Semaphore.NORM_ROWS);
            Job linear = new Job(5, 3, 12).with(sync);
            Job logits = new Job(5, 6, Math.max(64 / shape.word(), shape.groups())).with(sync);
            int steps = 0;
            for (Job job : new Job[] {linear, logits, linear.narrowed(), logits, linear}) {
                bench.queue(job);
                steps += job.steps(pe);
                for (int tile = 0; tile < job.tiles(); tile++) {
                    bench.counters().give(Semaphore.NORM_ROWS.ordinal());
                    bench.step(1);
                }
            }
            bench.finish(2 * steps + 200);
            assertThat(bench.counters().busy()).isEqualTo(steps);
            assertThat(bench.counters().span())
                    .as("%s: cycles from the first step to the last of %d", shape, steps)
                    .isEqualTo(steps);
            assertThat(bench.counters().stall())
                    .as("before the first step and after the last")
                    .isLessThan(10);
        }
    }

    @ParameterizedTest
    @MethodSource("arrays")
    public void shortDepthsRunAtTheRateOfTheReadOut(ArrayShape shape, ProcessingElement pe) {
        for (int depthWords : new int[] {1, 2}) {
            try (MatMulBench bench = new MatMulBench(shape, pe, SEED, 0)) {
                Job job = new Job(8, 25, depthWords);
                bench.queue(job);
                bench.finish(20_000);
                int outputTiles = job.tiles() * job.outTiles();
                int ideal = outputTiles * Math.max(depthWords, shape.groups());
                // With a step per output tile the slots, not the read-out, can be the limit of a small array.
                int slots = outputTiles
                        * (MatMulUnit.latency(shape.word(), pe) + 4 + shape.groups())
                        / MatMulUnit.ACCUMULATOR_SLOTS;
                assertThat(bench.counters().span())
                        .as("%s, depth %d words", shape, depthWords)
                        .isLessThanOrEqualTo(Math.max(ideal, depthWords == 1 ? slots : ideal) + 20);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("arrays")
    public void tilesWaitForTokensAndSignalTheirLastRead(ArrayShape shape, ProcessingElement pe) {
        Sync sync = Sync.FREE
                .after(Semaphore.WEIGHTS_LOADED)
                .afterEachTile(Semaphore.NORM_ROWS)
                .signalEachTile(Semaphore.KEYS_READY)
                .signalEnd(Semaphore.WEIGHTS_FREE)
                .signalEnd(Semaphore.VALUES_FREE);
        try (MatMulBench bench = new MatMulBench(shape, pe, SEED, 0)) {
            UnitMonitor counters = bench.counters();
            bench.queue(new Job(3, 2, 4).with(sync));
            bench.send(Command.sync(Unit.MATMUL, Sync.FREE.signalEnd(Semaphore.HIDDEN_ROWS)));
            counters.give(Semaphore.NORM_ROWS.ordinal());
            bench.step(40);
            assertThat(counters.busy()).as("before the start token").isZero();
            counters.give(Semaphore.WEIGHTS_LOADED.ordinal());
            for (int tile = 1; tile <= 3; tile++) {
                bench.step(60);
                assertThat(counters.busy())
                        .as("steps with %d tile tokens", tile)
                        .isEqualTo(8 * tile);
                assertThat(counters.given(Semaphore.KEYS_READY.ordinal())).isEqualTo(tile);
                assertThat(counters.given(Semaphore.WEIGHTS_FREE.ordinal())).isEqualTo(tile / 3);
                assertThat(counters.given(Semaphore.VALUES_FREE.ordinal())).isEqualTo(tile / 3);
                assertThat(counters.given(Semaphore.HIDDEN_ROWS.ordinal())).isEqualTo(tile / 3);
                counters.give(Semaphore.NORM_ROWS.ordinal());
            }
            bench.finish(100);
        }
    }
}
