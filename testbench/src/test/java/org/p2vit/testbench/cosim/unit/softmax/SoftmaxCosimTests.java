// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.unit.softmax;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2vit.hw.config.AttentionKind;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.spec.NumericContract;
import org.p2vit.testbench.cosim.bench.ArrayShape;
import org.p2vit.testbench.cosim.bench.UnitMonitor;
import org.p2vit.testbench.cosim.unit.softmax.SoftmaxBench.Job;
import org.p2vit.testbench.cosim.unit.softmax.SoftmaxBench.Logits;

@Tag("cosim")
public class SoftmaxCosimTests {
    private static final long SEED = 41;
    private static final int TOKENS = 197;

    @ParameterizedTest
    @MethodSource("org.p2vit.testbench.cosim.unit.softmax.SoftmaxCase#all")
    public void everySizeEqualsTheGoldenKernel(SoftmaxCase unit) {
        ArrayShape shape = unit.shape();
        int t = shape.tokenTile();
        int w = shape.word();
        for (int stall : new int[] {0, 40, 90}) {
            try (SoftmaxBench bench = new SoftmaxBench(unit, TOKENS, SEED + stall, stall, 90 - stall)) {
                for (int rows : new int[] {1, t - 1, t, t + 1, 3 * t + 1}) {
                    for (int keys : new int[] {1, w - 1, w, w + 1, 3 * w, TOKENS}) {
                        bench.queue(new Job(rows, keys, 8 + (rows + keys) % 7));
                    }
                }
                bench.finish(100_000);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.p2vit.testbench.cosim.unit.softmax.SoftmaxCase#all")
    public void everyShiftAndPatternEqualsTheGoldenKernel(SoftmaxCase unit) {
        ArrayShape shape = unit.shape();
        try (SoftmaxBench bench = new SoftmaxBench(unit, TOKENS, SEED, 0, 0)) {
            for (Logits logits : Logits.values()) {
                for (int shift = 0; shift <= NumericContract.MAX_SHIFT; shift++) {
                    bench.queue(new Job(shape.tokenTile(), 40, shift, logits, Sync.FREE));
                }
            }
            bench.queue(new Job(NumericContract.MAX_TOKENS, 3, 9));
            bench.finish(60_000);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theLongestRowsEqualTheGoldenKernel(AttentionKind attention) {
        int most = NumericContract.MAX_TOKENS;
        SoftmaxCase unit = new SoftmaxCase(new ArrayShape(2, 8, 1), attention);
        try (SoftmaxBench bench = new SoftmaxBench(unit, most, SEED, 0, 0)) {
            for (Logits logits : Logits.values()) {
                for (int keys : new int[] {most - 1, most}) {
                    bench.queue(new Job(3, keys, 10, logits, Sync.FREE));
                }
            }
            bench.finish(20_000);
        }
    }

    @ParameterizedTest
    @MethodSource("org.p2vit.testbench.cosim.unit.softmax.SoftmaxCase#all")
    void noCycleIsLostBetweenRowsTilesAndCommands(SoftmaxCase unit) {
        ArrayShape shape = unit.shape();
        Sync sync = Sync.FREE.afterEachTile(Semaphore.CODES_FREE);
        for (int keys : new int[] {TOKENS, 3 * shape.word()}) {
            try (SoftmaxBench bench = new SoftmaxBench(unit, TOKENS, SEED, 0, 0)) {
                Job head = new Job(6 * shape.tokenTile(), keys, 10).with(sync);
                int heads = 3;
                for (int i = 0; i < heads; i++) {
                    bench.queue(head);
                    for (int tile = 0; tile < shape.tiles(head.rows()); tile++) {
                        bench.counters().give(Semaphore.CODES_FREE.ordinal());
                        bench.step(1);
                    }
                }
                int words = heads * bench.words(head);
                bench.finish(2 * words + 500);
                int firstTile = bench.words(head) / shape.tiles(head.rows());
                int latency = 40 + keys / shape.word();
                assertThat(bench.counters().span())
                        .as("%s: cycles for %d words of rows of %d", shape, words, keys)
                        .isLessThan(words + firstTile + latency);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.p2vit.testbench.cosim.unit.softmax.SoftmaxCase#all")
    public void tilesWaitForTokensAndSignalTheirLastCode(SoftmaxCase unit) {
        ArrayShape shape = unit.shape();
        Sync sync = Sync.FREE
                .after(Semaphore.KEYS_READY)
                .afterEachTile(Semaphore.CODES_FREE)
                .signalEachTile(Semaphore.CODE_ROWS)
                .signalEnd(Semaphore.VALUES_FREE)
                .signalEnd(Semaphore.HIDDEN_ROWS);
        try (SoftmaxBench bench = new SoftmaxBench(unit, TOKENS, SEED, 0, 0)) {
            UnitMonitor counters = bench.counters();
            Job job = new Job(2 * shape.tokenTile() + 1, 20, 10).with(sync);
            bench.queue(job);
            bench.send(Command.sync(Unit.SOFTMAX, Sync.FREE.signalEnd(Semaphore.NORM_ROWS)));
            counters.give(Semaphore.CODES_FREE.ordinal());
            bench.step(40);
            assertThat(counters.busy()).as("before the start token").isZero();
            counters.give(Semaphore.KEYS_READY.ordinal());
            int missing = bench.missing();
            int keyWords = (job.keys() + shape.word() - 1) / shape.word();
            for (int tile = 1; tile <= 3; tile++) {
                bench.step(100);
                missing -= (tile == 3 ? 1 : shape.tokenTile()) * keyWords;
                assertThat(bench.missing())
                        .as("words after %d tile tokens", tile)
                        .isEqualTo(missing);
                assertThat(counters.given(Semaphore.CODE_ROWS.ordinal())).isEqualTo(tile);
                assertThat(counters.given(Semaphore.VALUES_FREE.ordinal())).isEqualTo(tile / 3);
                assertThat(counters.given(Semaphore.HIDDEN_ROWS.ordinal())).isEqualTo(tile / 3);
                assertThat(counters.given(Semaphore.NORM_ROWS.ordinal())).isEqualTo(tile / 3);
                counters.give(Semaphore.CODES_FREE.ordinal());
            }
            bench.finish(100);
        }
    }
}
