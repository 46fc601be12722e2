// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The checker must notice every fault that a stream can have. */
class WordCheckerTests {
    private static final long SEED = 77;
    private static final int ROWS = 5;
    private static final int WORDS_PER_ROW = 3;
    private static final int LANES = 8;
    private static final Repeat REPEAT = new Repeat(SEED, "make verilate CONFIG=tiny");

    private final byte[][] stream = stream();
    private final WordChecker checker = new WordChecker("NORM", REPEAT);

    private static byte[][] stream() {
        Random random = new Random(SEED);
        byte[][] words = new byte[ROWS * WORDS_PER_ROW][LANES];
        for (byte[] word : words) {
            random.nextBytes(word);
        }
        return words;
    }

    private void expectAll() {
        for (int i = 0; i < stream.length; i++) {
            checker.expect("block3.norm1", i / WORDS_PER_ROW, i % WORDS_PER_ROW * LANES, stream[i]);
        }
    }

    private void feed(int from, int to) {
        for (int i = from; i < to; i++) {
            checker.word(1000 + i, stream[i]);
        }
    }

    @Test
    void equalStreamsPassAndAreCounted() {
        expectAll();
        feed(0, stream.length);
        Verdict verdict = checker.verdict().requirePassed();
        assertThat(verdict.wordsChecked()).isEqualTo(ROWS * WORDS_PER_ROW);
        assertThat(verdict).hasToString("equal: 15 words checked, 0 mismatches");
    }

    @Test
    void aFlippedBitIsReportedWithEverythingNeededToFindIt() {
        for (int bit = 0; bit < 8; bit++) {
            WordChecker fresh = new WordChecker("NORM", REPEAT);
            byte[] wrong = stream[7].clone();
            wrong[5] ^= (byte) (1 << bit);
            fresh.expect("block3.norm1", 2, 8, stream[7]);
            fresh.word(1007, wrong);
            Verdict verdict = fresh.verdict();
            assertThat(verdict.passed()).isFalse();
            assertThat(verdict.firstMismatch())
                    .isEqualTo(
                            "tensor block3.norm1, row 2, column 13, unit NORM, cycle 1007: expected %d, got %d; seed 77; "
                                            .formatted(stream[7][5], wrong[5])
                                    + "repeat: make verilate CONFIG=tiny");
        }
    }

    @Test
    void aCorruptedExpectationFails() {
        stream[4][0]++;
        expectAll();
        stream[4][0]--;
        feed(0, stream.length);
        Verdict verdict = checker.verdict();
        assertThat(verdict.mismatches()).isEqualTo(1);
        assertThat(verdict.firstMismatch()).contains("row 1, column 8").contains("cycle 1004");
        assertThatThrownBy(verdict::requirePassed)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("row 1, column 8");
    }

    @Test
    void aDroppedWordFails() {
        expectAll();
        feed(0, 6);
        feed(7, stream.length);
        Verdict verdict = checker.verdict();
        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.firstMismatch()).contains("row 2, column 0").contains("cycle 1007");
    }

    @Test
    void missingLastWordsFail() {
        expectAll();
        feed(0, stream.length - 2);
        Verdict verdict = checker.verdict();
        assertThat(verdict.wordsChecked()).isEqualTo(stream.length - 2);
        assertThat(verdict.mismatches()).isEqualTo(2);
        assertThat(verdict.firstMismatch()).contains("row 4, column 8").contains("2 words are missing");
    }

    @Test
    void anExtraWordFails() {
        expectAll();
        feed(0, stream.length);
        checker.word(2000, stream[0]);
        Verdict verdict = checker.verdict();
        assertThat(verdict.mismatches()).isEqualTo(1);
        assertThat(verdict.firstMismatch())
                .contains("after tensor block3.norm1, row 4")
                .contains("too many");
    }

    @Test
    void zeroWordsFail() {
        assertThat(checker.verdict().passed()).isFalse();
        assertThat(checker.verdict().firstMismatch()).contains("no word was compared");
        assertThatThrownBy(() -> checker.expect("t", 0, 0)).hasMessageContaining("without numbers");
    }

    @Test
    void aShortWordFails() {
        expectAll();
        checker.word(1, new byte[LANES - 1]);
        assertThat(checker.verdict().firstMismatch()).contains("expected 8 lanes, got a word of 7 bytes");
    }

    @Test
    void lanesOfEveryFormatAreRead() {
        byte[] word = {(byte) 0x8f, (byte) 0xff, 0x00, (byte) 0x80, 0x01};
        checker.expect("codes", 0, 0, LaneFormat.UINT4, 15, 8, 15, 15);
        checker.word(0, word);
        checker.expect("sums", 0, 0, LaneFormat.INT32, 0x8000ff8f);
        checker.word(1, word);
        checker.expect("odd", 0, 0, new LaneFormat(9, true), -113, 127, -256);
        checker.word(2, new byte[] {(byte) 0x8f, (byte) 0xff, 0x00, 0x04});
        checker.verdict().requirePassed();
    }

    @Test
    void totalsAddUpAndKeepTheEarliestMismatch() {
        Verdict good = new Verdict(10, 0, Long.MAX_VALUE, "");
        Verdict late = new Verdict(5, 2, 900, "late");
        Verdict early = new Verdict(5, 1, 100, "early");
        Verdict silent = new Verdict(0, 0, Long.MAX_VALUE, "unit X: no word was compared");
        assertThat(Verdict.all(List.of(good, good))).isEqualTo(new Verdict(20, 0, Long.MAX_VALUE, ""));
        assertThat(Verdict.all(List.of(good, late, early))).isEqualTo(new Verdict(20, 3, 100, "early"));
        assertThat(Verdict.all(List.of(good, silent)).passed()).isFalse();
        assertThat(Verdict.all(List.of(good, silent)).firstMismatch()).contains("no word");
        assertThat(Verdict.all(List.of()).passed()).isFalse();
    }
}
