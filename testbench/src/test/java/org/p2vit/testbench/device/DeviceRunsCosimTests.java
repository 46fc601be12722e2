// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2vit.hw.deploy.ImageWord;
import org.p2vit.hw.program.Unit;

/** The device counts what its units write while a driver runs it. */
@Tag("cosim")
@Tag("tools")
@Tag("fpga")
class DeviceRunsCosimTests {
    private static final byte[] IMAGE = TinyDevice.image(2);
    private static final int WHOLE_RUN = 20_000;

    /**
     * Of an image: 17 tokens (18 rows of tiles) in words of 8: 2 of the stream, 4 of the MLP, 3 of keys, 2 of classes. A block has
     * per row 6 words of q, k, v, 6 of logits, 2 of proj, 4 of fc1, 2 of fc2, and as many as these with exponents of proj, fc1, fc2
     * and, before all blocks, of the embedding.
     */
    private static final Map<Unit, Long> WORDS = Map.of(
            Unit.MATMUL,
            18 * 2 + 2 * 18 * 20 + 2 * 2L,
            Unit.REQUANT,
            17 * 2 * 2 + 2 * 17 * (20 + 2 + 4 + 2) + 2L,
            Unit.SOFTMAX,
            2 * 17 * 6L,
            Unit.SHIFTMM,
            2 * 17 * 2L,
            Unit.NORM,
            2 * 2 * 17 * 2 + 2L,
            Unit.STORE,
            16L);

    @TempDir
    private Path folder;

    private List<String> driver;
    private TinyDevice tiny;

    @BeforeEach
    void open() {
        driver = Driver.C.command(TinyDevice.CONFIG);
        tiny = new TinyDevice(folder);
    }

    @AfterEach
    void close() {
        tiny.close();
    }

    @Test
    void everyWordOfEveryRunCounts() {
        assertThat(tiny.device().runs()).isEqualTo(DeviceRuns.NONE);
        run(tiny.device());
        DeviceRuns once = tiny.device().runs();
        assertThat(once.passed()).as(once.toString()).isTrue();
        assertThat(once.failed()).isZero();
        Map<Unit, Long> words = new EnumMap<>(WORDS);
        words.replaceAll((unit, count) -> count * once.images());
        assertThat(once.words()).isEqualTo(words);

        run(tiny.device());
        DeviceRuns twice = tiny.device().runs();
        assertThat(twice.passed()).as(twice.toString()).isTrue();
        assertThat(twice.completed()).isEqualTo(2 * once.completed());
        assertThat(twice.images()).isEqualTo(2 * once.images());
    }

    /** All logits in memory are right, and the driver is content. */
    @ParameterizedTest
    @EnumSource(
            value = Unit.class,
            names = {"MATMUL", "REQUANT", "SOFTMAX", "SHIFTMM", "NORM", "STORE"})
    void wordsThatNobodySawFail(Unit unit) {
        run(new FaultyDevice(tiny.device()) {
            @Override
            public boolean run(int cycles) {
                tiny.device().model().step(WHOLE_RUN);
                tiny.device().model().tap(unit.name()).drain();
                return super.run(cycles);
            }
        });
        DeviceRuns runs = tiny.device().runs();
        assertThat(runs.passed()).isFalse();
        assertThat(runs.firstMismatch()).startsWith("unit " + unit + " wrote ").contains("in completed run 1");
        assertThat(runs.words().getOrDefault(unit, 0L)).isLessThan(WORDS.get(unit));
    }

    @Test
    void aRunThatFailsIsNotJudged() {
        int constants = ByteBuffer.wrap(IMAGE).order(ByteOrder.LITTLE_ENDIAN).getInt(ImageWord.CONSTANTS.offset());
        long page = tiny.device().memoryAddress() + constants;
        tiny.device().bus().spoil(page, page + 4096);
        assertThat(tiny.run(driver, tiny.file(IMAGE)).status()).isEqualTo(1);
        assertThat(tiny.device().runs().completed()).isZero();
        assertThat(tiny.device().runs().failed()).isEqualTo(1);
        assertThat(tiny.device().runs().passed()).isFalse();

        tiny.device().bus().spoil(0, 0);
        run(tiny.device());
        assertThat(tiny.device().runs().passed()).isTrue();
    }

    private void run(Device device) {
        TinyDevice.Run run = tiny.run(real -> device, driver, tiny.file(IMAGE));
        assertThat(run.status()).as(run.output()).isZero();
    }
}
