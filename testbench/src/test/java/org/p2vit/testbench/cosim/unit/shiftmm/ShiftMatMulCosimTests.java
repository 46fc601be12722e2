// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.cosim.unit.shiftmm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2vit.hw.program.Command;
import org.p2vit.hw.program.Semaphore;
import org.p2vit.hw.program.Sync;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.spec.NumericContract;
import org.p2vit.testbench.cosim.bench.ArrayShape;
import org.p2vit.testbench.cosim.bench.UnitMonitor;
import org.p2vit.testbench.cosim.unit.shiftmm.ShiftMatMulBench.Job;

@Tag("cosim")
public class ShiftMatMulCosimTests {
    private static final long SEED = 31;

    @ParameterizedTest
    @MethodSource("org.p2vit.testbench.cosim.bench.ArrayShape#all")
    public void everySizeEqualsTheGoldenKernel(ArrayShape shape) {
        int t = shape.tokenTile();
        int w = shape.word();
        for (int sinkStall : new int[] {0, 40, 90}) {
            try (ShiftMatMulBench bench = new ShiftMatMulBench(shape, SEED + sinkStall, sinkStall)) {
                for (int rows : new int[] {1, t - 1, t, t + 1, 3 * t}) {
                    for (int keys : new int[] {1, t, t + 1, w - 1, w, w + 1, 3 * w + t}) {
                        bench.queue(new Job(rows, keys, 1 + (rows + keys) % 4, 10 + keys % 8));
                    }
                }
                bench.finish(60_000);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.p2vit.testbench.cosim.bench.ArrayShape#all")
    public void everyShiftEqualsTheGoldenKernel(ArrayShape shape) {
        try (ShiftMatMulBench bench = new ShiftMatMulBench(shape, SEED, 0)) {
            for (int shift = 0; shift <= NumericContract.MAX_SHIFT; shift++) {
                bench.queue(new Job(shape.tokenTile() + 1, 50, 2, shift));
            }
            bench.finish(20_000);
        }
    }

    @ParameterizedTest
    @MethodSource("org.p2vit.testbench.cosim.bench.ArrayShape#all")
    public void extremeSumsDoNotOverflow(ArrayShape shape) {
        int most = NumericContract.MAX_TOKENS;
        try (ShiftMatMulBench bench = new ShiftMatMulBench(shape, SEED, 0)) {
            for (CodeRows codes : CodeRows.values()) {
                for (int value : new int[] {-128, 127}) {
                    for (int shift : new int[] {0, 14, NumericContract.MAX_SHIFT}) {
                        bench.queue(new Job(shape.tokenTile(), most, 1, shift, codes, value, Sync.FREE));
                    }
                }
            }
            bench.queue(new Job(most, 1, 1, 14));
            bench.queue(new Job(1, 1, most, 14));
            bench.finish(40_000);
        }
    }

    @ParameterizedTest
    @MethodSource("org.p2vit.testbench.cosim.bench.ArrayShape#all")
    void everyKindOfRowEqualsTheGoldenKernel(ArrayShape shape) {
        try (ShiftMatMulBench bench = new ShiftMatMulBench(shape, SEED, 20)) {
            for (CodeRows codes : CodeRows.values()) {
                for (int keys : new int[] {1, 2, 15, 64, 197}) {
                    for (int shift : new int[] {12, 13, 14}) {
                        bench.queue(new Job(shape.tokenTile() + 1, keys, 2, shift, codes, null, Sync.FREE));
                    }
                }
            }
            bench.finish(100_000);
        }
    }

    @ParameterizedTest
    @MethodSource("org.p2vit.testbench.cosim.bench.ArrayShape#all")
    void oneStepPerCycle(ArrayShape shape) {
        try (ShiftMatMulBench bench = new ShiftMatMulBench(shape, SEED, 0)) {
            Job head = new Job(5 * shape.tokenTile(), 197, 64 / shape.word(), 14);
            int heads = 3;
            for (int i = 0; i < heads; i++) {
                bench.queue(head);
            }
            int steps = heads * head.steps(shape);
            bench.finish(2 * steps);
            int latency = 18 + shape.tokenTile();
            assertThat(bench.counters().span())
                    .as("%s: cycles for %d steps", shape, steps)
                    .isBetween((long) steps, (long) steps + latency + 2 * heads);
        }
    }

    @ParameterizedTest
    @MethodSource("org.p2vit.testbench.cosim.bench.ArrayShape#all")
    void fewKeysRunAtOneRowPerCycle(ArrayShape shape) {
        try (ShiftMatMulBench bench = new ShiftMatMulBench(shape, SEED, 0)) {
            Job job = new Job(4 * shape.tokenTile(), shape.tokenTile(), 64 / shape.word(), 14);
            bench.queue(job);
            bench.finish(5_000);
            int words = job.rows() * job.headWords();
            assertThat(bench.counters().span())
                    .as("%s: cycles for %d words", shape, words)
                    .isLessThan(words + 23);
        }
    }

    @ParameterizedTest
    @MethodSource("org.p2vit.testbench.cosim.bench.ArrayShape#all")
    public void tilesWaitForTokensAndSignalTheirLastWord(ArrayShape shape) {
        Sync sync = Sync.FREE
                .after(Semaphore.VALUES_READY)
                .afterEachTile(Semaphore.CODE_ROWS)
                .signalEachTile(Semaphore.ATTENTION_ROWS)
                .signalEnd(Semaphore.VALUES_FREE)
                .signalEnd(Semaphore.CODES_FREE);
        try (ShiftMatMulBench bench = new ShiftMatMulBench(shape, SEED, 0)) {
            UnitMonitor counters = bench.counters();
            Job job = new Job(2 * shape.tokenTile() + 1, 20, 2, 14).with(sync);
            bench.queue(job);
            bench.send(Command.sync(Unit.SHIFTMM, Sync.FREE.signalEnd(Semaphore.KEYS_READY)));
            counters.give(Semaphore.CODE_ROWS.ordinal());
            bench.step(40);
            assertThat(counters.busy()).as("before the start token").isZero();
            counters.give(Semaphore.VALUES_READY.ordinal());
            int missing = bench.missing();
            for (int tile = 1; tile <= 3; tile++) {
                bench.step(100);
                int rows = tile == 3 ? 1 : shape.tokenTile();
                missing -= rows * job.headWords();
                assertThat(bench.missing())
                        .as("words after %d tile tokens", tile)
                        .isEqualTo(missing);
                assertThat(counters.given(Semaphore.ATTENTION_ROWS.ordinal())).isEqualTo(tile);
                assertThat(counters.given(Semaphore.VALUES_FREE.ordinal())).isEqualTo(tile / 3);
                assertThat(counters.given(Semaphore.CODES_FREE.ordinal())).isEqualTo(tile / 3);
                assertThat(counters.given(Semaphore.KEYS_READY.ordinal())).isEqualTo(tile / 3);
                counters.give(Semaphore.CODE_ROWS.ordinal());
            }
            bench.finish(100);
        }
    }
}
