// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.unit.norm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.kernel.BlockCodes;
import org.p2vit.quant.kernel.StreamCodes;
import org.p2vit.quant.spec.NumericContract;
import org.p2vit.testbench.cosim.bench.ArrayShape;
import org.p2vit.testbench.cosim.bench.UnitMonitor;
import org.p2vit.testbench.cosim.unit.norm.NormBench.Codes;
import org.p2vit.testbench.cosim.unit.norm.NormBench.Job;
import org.p2vit.testbench.cosim.unit.norm.NormBench.Parameters;

@Tag("cosim")
public class NormCosimTests {
    private static final long SEED = 51;
    private static final int DIM = 192;

    @ParameterizedTest
    @MethodSource("org.p2vit.testbench.cosim.bench.ArrayShape#all")
    public void everySizeEqualsTheGoldenKernel(ArrayShape shape) {
        int t = shape.tokenTile();
        int w = shape.word();
        int[][] stalls = {{0, 0}, {40, 0}, {0, 60}, {50, 50}};
        for (int[] stall : stalls) {
            long seed = SEED + stall[0] + 2 * stall[1];
            try (NormBench bench = new NormBench(shape, DIM, seed, stall[0], stall[1])) {
                for (int rows : new int[] {1, t - 1, t, t + 1, 3 * t}) {
                    for (int channels : new int[] {1, 2, w - 1, w, w + 1, 5 * w - 2, DIM - 1, DIM}) {
                        bench.queue(new Job((rows + channels) % t, rows, channels));
                    }
                }
                bench.finish(80_000);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.p2vit.testbench.cosim.bench.ArrayShape#all")
    public void everyShiftAndPatternEqualsTheGoldenKernel(ArrayShape shape) {
        try (NormBench bench = new NormBench(shape, DIM, SEED, 0, 0)) {
            for (Codes codes : Codes.values()) {
                for (Parameters parameters : Parameters.values()) {
                    for (int shift = 0; shift <= NumericContract.MAX_SHIFT; shift++) {
                        int channels = shape.word() * (1 + shift % 4);
                        bench.queue(new Job(0, 2, channels, shift, codes, parameters, Sync.FREE));
                    }
                }
            }
            bench.queue(new Job(0, NumericContract.MAX_TOKENS, 7));
            bench.finish(80_000);
        }
    }

    @Test
    void theLongestRowsEqualTheGoldenKernel() {
        int most = NumericContract.MAX_DIM;
        try (NormBench bench = new NormBench(new ArrayShape(2, 8, 1), most, SEED, 0, 0)) {
            for (Codes codes : Codes.values()) {
                for (Parameters parameters : Parameters.values()) {
                    for (int channels : new int[] {most - 1, most}) {
                        bench.queue(new Job(1, 2, channels, 24, codes, parameters, Sync.FREE));
                    }
                }
            }
            bench.finish(40_000);
        }
    }

    /**
     * Rows that reach the bounds of contract §9: n = ±65507 with every sign of gain and offset, D·X − s = ±1023·32704 and its
     * greatest product with r. In the second row each channel is the outlier's opposite.
     */
    @ParameterizedTest
    @CsvSource({
        "3, -256, 0, 1",
        "-169, 100, 0, 1",
        "255, -256, 6, 1",
        "-256, 255, 6, 1",
        "255, -256, 6, 17",
        "-256, 255, 6, 17",
        "255, -256, 6, 512",
        "-256, -256, 6, 512",
    })
    void rowsAtTheBoundsEqualTheGoldenKernel(int few, int many, int exponent, int count) {
        int d = NumericContract.MAX_DIM;
        short[] x = new short[2 * d];
        byte[] exponents = new byte[2 * BlockCodes.blocks(d)];
        Arrays.fill(exponents, (byte) exponent);
        for (int c = 0; c < d; c++) {
            boolean isFew = c % (d / count) == 0 && c / (d / count) < count;
            x[c] = (short) (isFew ? few : many);
            x[d + c] = (short) (isFew ? -1 - few : -1 - many);
        }
        try (NormBench bench = new NormBench(new ArrayShape(2, 8, 1), d, SEED, 0, 0)) {
            for (short gain : new short[] {Short.MIN_VALUE, Short.MAX_VALUE}) {
                for (int offset : new int[] {-NumericContract.MAX_NORM_OFFSET, 0, NumericContract.MAX_NORM_OFFSET}) {
                    short[] gains = new short[d];
                    int[] offsets = new int[d];
                    Arrays.fill(gains, gain);
                    Arrays.fill(offsets, offset);
                    for (int shift : new int[] {0, 26, 31}) {
                        Job job = new Job(0, 2, d, shift, Codes.RANDOM, Parameters.ANY, Sync.FREE);
                        bench.queue(job, new StreamCodes(x, exponents, d), gains, offsets);
                    }
                }
            }
            bench.finish(40_000);
        }
    }

    @ParameterizedTest
    @MethodSource("org.p2vit.testbench.cosim.bench.ArrayShape#all")
    void noCycleIsLostBetweenRowsAndTiles(ArrayShape shape) {
        Sync sync = Sync.FREE.afterEachTile(Semaphore.STREAM_ROWS);
        for (int dimWords : new int[] {4, 8, DIM / shape.word()}) {
            try (NormBench bench = new NormBench(shape, DIM, SEED, 0, 0)) {
                Job job = new Job(0, 6 * shape.tokenTile(), dimWords * shape.word()).with(sync);
                bench.queue(job);
                for (int tile = 0; tile < shape.tiles(job.rows()); tile++) {
                    bench.counters().give(Semaphore.STREAM_ROWS.ordinal());
                    bench.step(1);
                }
                int words = job.rows() * dimWords;
                bench.finish(2 * words + 200);
                assertThat(bench.counters().span())
                        .as("%s: cycles for %d words of rows of %d", shape, words, dimWords)
                        .isLessThan(words + dimWords + 50L);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.p2vit.testbench.cosim.bench.ArrayShape#all")
    public void tilesWaitForTokensAndSignalTheirLastWord(ArrayShape shape) {
        Sync sync = Sync.FREE
                .after(Semaphore.NORM_PARAMETERS_LOADED)
                .afterEachTile(Semaphore.STREAM_ROWS)
                .signalEachTile(Semaphore.NORM_ROWS)
                .signalEnd(Semaphore.NORM_PARAMETERS_FREE)
                .signalEnd(Semaphore.HIDDEN_ROWS);
        try (NormBench bench = new NormBench(shape, DIM, SEED, 0, 0)) {
            UnitMonitor counters = bench.counters();
            int t = shape.tokenTile();
            Job job = new Job(t - 1, t + 2, 20).with(sync);
            bench.queue(job);
            bench.send(Command.sync(Unit.NORM, Sync.FREE.signalEnd(Semaphore.KEYS_READY)));
            counters.give(Semaphore.STREAM_ROWS.ordinal());
            bench.step(40);
            assertThat(counters.busy()).as("before the start token").isZero();
            counters.give(Semaphore.NORM_PARAMETERS_LOADED.ordinal());
            int missing = bench.missing();
            for (int tile = 1; tile <= 3; tile++) {
                bench.step(150);
                missing -= (tile == 2 ? t : 1) * bench.words(job);
                assertThat(bench.missing())
                        .as("words after %d tile tokens", tile)
                        .isEqualTo(missing);
                assertThat(counters.given(Semaphore.NORM_ROWS.ordinal())).isEqualTo(tile);
                assertThat(counters.given(Semaphore.NORM_PARAMETERS_FREE.ordinal()))
                        .isEqualTo(tile / 3);
                assertThat(counters.given(Semaphore.HIDDEN_ROWS.ordinal())).isEqualTo(tile / 3);
                assertThat(counters.given(Semaphore.KEYS_READY.ordinal())).isEqualTo(tile / 3);
                counters.give(Semaphore.STREAM_ROWS.ordinal());
            }
            bench.finish(100);
        }
    }
}
