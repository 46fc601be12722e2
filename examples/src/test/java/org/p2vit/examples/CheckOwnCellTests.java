// SPDX-License-Identifier: Apache-2.0
package org.p2vit.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2vit.hw.dsl.Hdl.*;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2vit.hw.dsl.HwModule;
import org.p2vit.hw.dsl.HwStream;
import org.p2vit.testbench.check.Verdict;
import spinal.core.Bits;
import spinal.core.SInt;

@Tag("cosim")
class CheckOwnCellTests {
    @TempDir
    private Path folder;

    @Test
    void printsWhatItsPagePromises() throws Exception {
        ExampleRun run = ExampleRun.of(CheckOwnCell.class, folder, List.of());
        assertThat(run.output()).isEqualTo(ExampleRun.promised(CheckOwnCell.class));
        assertThat(run.status()).isZero();
    }

    /** Java rounds to nearest, ties towards +infinity, too. */
    @Test
    void theModelIsTheRoundedMean() {
        for (int first = -128; first < 128; first++) {
            for (int second = -128; second < 128; second++) {
                assertThat(CheckOwnCell.model((byte) first, (byte) second))
                        .isEqualTo((byte) Math.round((first + second) / 2.0));
            }
        }
    }

    /** Rounds down. */
    private static final class LowerMean extends HwModule {
        public final HwStream<Bits> pair = slave(stream(() -> bits(16)));
        public final HwStream<SInt> mean = master(stream(() -> sint(8)));

        LowerMean() {
            SInt first = asSInt(word(pair.payload, 0, 8));
            SInt second = asSInt(word(pair.payload, 1, 8));
            pair.to(mean, (from, to) -> assign(to, shr(addExpand(first, second), 1)));
        }
    }

    /** Every sum that is odd, which is half of them; the first is that of 1 and 0. */
    @Test
    void aWrongCellIsFoundOut() {
        Verdict verdict = CheckOwnCell.check(LowerMean::new);
        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.mismatches()).isEqualTo(1 << 15);
        assertThat(verdict.firstMismatch()).contains("row 0, column 1", "expected 1, got 0");
    }
}
