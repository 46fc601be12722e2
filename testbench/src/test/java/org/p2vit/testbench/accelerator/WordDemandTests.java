// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.accelerator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2vit.hw.config.AcceleratorConfig;
import org.p2vit.hw.program.Unit;
import org.p2vit.quant.golden.GoldenVit;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;
import org.p2vit.testbench.check.Repeat;
import org.p2vit.testbench.check.Verdict;

/** A unit that nobody compared, or not in all its words, is a mismatch. */
class WordDemandTests {
    private static final Repeat REPEAT = Repeat.test(WordDemandTests.class, 1);
    /** 9 patches, so 10 tokens, in words of 8: 3 of the stream, 6 of the MLP, 2 of keys. */
    private static final VitShape SHAPE = new VitShape(12, 12, 3, 4, 24, 2, 3, 48, 7);
    /** patch_embed 30, logits 1; of each block q, k, v 90, logits of 3 heads 60, proj 30, fc1 60, fc2 30. */
    private static final long PRODUCTS = 30 + 1 + 2 * (90 + 60 + 30 + 60 + 30);

    /** With each word behind GELU, in each block 60, and of the residual stream come its exponents. */
    private static final long EXPONENTS = 30 + 2 * (60 + 30 + 30);

    private static final Map<Unit, Long> SHIFT = Map.of(
            Unit.MATMUL,
            PRODUCTS,
            Unit.REQUANT,
            PRODUCTS + EXPONENTS,
            Unit.SOFTMAX,
            2 * 60L,
            Unit.SHIFTMM,
            2 * 30L,
            Unit.NORM,
            2 * 2 * 30L + 3,
            Unit.STORE,
            7L);

    @Test
    void wordsFollowFromTheTensors() {
        assertThat(demand(TinyAccelerator.CONFIG).words()).isEqualTo(SHIFT);
    }

    /** A·V goes through MATMUL and REQUANT, and SOFTMAX makes the sum of each row of each head. */
    @Test
    void soTheyDoWithAttentionOnTheMultipliers() {
        assertThat(demand(TinyAccelerator.MULTIPLY).words())
                .isEqualTo(Map.of(
                        Unit.MATMUL,
                        PRODUCTS + 2 * 30,
                        Unit.REQUANT,
                        PRODUCTS + EXPONENTS + 2 * 30,
                        Unit.SOFTMAX,
                        2 * (60L + 30),
                        Unit.NORM,
                        2 * 2 * 30L + 3,
                        Unit.STORE,
                        7L));
    }

    @Test
    void exactlyTheseWordsPass() {
        assertThat(judge(all()).verdict().passed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Unit.class,
            names = {"MATMUL", "REQUANT", "SOFTMAX", "SHIFTMM", "NORM", "STORE"})
    void aUnitThatIsLeftOutFails(Unit unit) {
        Map<Unit, Verdict> verdicts = all();
        verdicts.remove(unit);

        Verdict verdict = judge(verdicts).verdict();

        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.mismatches()).isEqualTo(SHIFT.get(unit));
        assertThat(verdict.firstMismatch())
                .startsWith("unit " + unit + ": 0 words were compared, the network has " + SHIFT.get(unit));
    }

    @ParameterizedTest
    @EnumSource(
            value = Unit.class,
            names = {"MATMUL", "REQUANT", "SOFTMAX", "SHIFTMM", "NORM", "STORE"})
    void aWordThatIsLeftOutOrTooManyFails(Unit unit) {
        for (int more : new int[] {-1, 1}) {
            Map<Unit, Verdict> verdicts = all();
            verdicts.put(unit, equal(SHIFT.get(unit) + more));

            assertThat(judge(verdicts).verdict().mismatches()).isEqualTo(1);
        }
    }

    @Test
    void whatWasWrongAlreadyIsKept() {
        Map<Unit, Verdict> verdicts = all();
        verdicts.put(Unit.NORM, new Verdict(3, 120, 9, "tensor blocks.0.ln1"));

        assertThat(judge(verdicts).verdict())
                .isEqualTo(new Verdict(2 * PRODUCTS + EXPONENTS + 120 + 60 + 3 + 7, 120, 9, "tensor blocks.0.ln1"));
    }

    private static Map<Unit, Verdict> all() {
        Map<Unit, Verdict> verdicts = new EnumMap<>(Unit.class);
        SHIFT.forEach((unit, words) -> verdicts.put(unit, equal(words)));
        return verdicts;
    }

    private static Verdict equal(long words) {
        return new Verdict(words, 0, Long.MAX_VALUE, "");
    }

    private static InferenceResult judge(Map<Unit, Verdict> verdicts) {
        Map<Unit, Verdict> judged = demand(TinyAccelerator.CONFIG).judge(verdicts, REPEAT);
        return new InferenceResult(new int[0], new int[0], 1, 1, Map.of(), judged);
    }

    private static WordDemand demand(AcceleratorConfig config) {
        QuantizedVit network = RandomQuantizedVit.of(SHAPE, config.attention().coding(), 1);
        ReferenceTensors reference = new ReferenceTensors();
        new GoldenVit(network).forward(RandomQuantizedVit.patches(SHAPE, 1), reference);
        return new WordDemand(reference, SHAPE, config);
    }
}
