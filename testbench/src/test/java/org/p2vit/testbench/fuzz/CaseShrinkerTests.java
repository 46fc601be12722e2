// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.p2vit.hw.compiler.Overlap;
import org.p2vit.hw.estimate.MemoryTiming;
import org.p2vit.quant.model.VitShape;

class CaseShrinkerTests {
    private static final FuzzCase LARGE = FuzzCase.parse(
            "array=2,8,1,packed attention=multiply buffers=4000b,2000u,900d,-,-,64b,64d,16b limits=80,96,32 control=2,33,1"
                    + " image=12,8,3 patch=4 dim=64 depth=3 heads=2 mlp=64 classes=19 bits=84488448444488484488"
                    + " values=ends memory=7,2 stalls=0,10,0,0,80 images=3 overlap=neither seed=3");

    private static FuzzOutcome outcome(boolean fails) {
        return fails ? FuzzOutcome.failed(FuzzOutcome.Kind.MISMATCH, "wrong") : FuzzOutcome.passed();
    }

    @Test
    void whatDoesNotMatterBecomesSmall() {
        FuzzCase least = new CaseShrinker(one -> outcome(true)).shrink(LARGE, FuzzOutcome.Kind.MISMATCH);

        VitShape shape = new VitShape(1, 1, 1, 1, 8, 1, 1, 8, 1);
        assertThat(least)
                .isEqualTo(new FuzzCase(
                        LARGE.config(),
                        new FuzzNetwork(shape, "88888888", FuzzValues.TYPICAL),
                        FuzzMemory.of(MemoryTiming.STANDARD),
                        1,
                        Overlap.BOTH,
                        LARGE.seed()));
    }

    @Test
    void whatTheFailureNeedsStays() {
        FuzzCase least = new CaseShrinker(one -> outcome(one.network().shape().tokens() >= 4
                        && one.network().shape().headDim() > 8
                        && one.network().bits().contains("4")
                        && one.images() > 1))
                .shrink(LARGE, FuzzOutcome.Kind.MISMATCH);

        assertThat(least.network().shape().tokens()).isEqualTo(4);
        assertThat(least.network().shape().headDim()).isEqualTo(16);
        assertThat(least.network().shape().heads()).isEqualTo(1);
        assertThat(least.network().bits()).contains("4").hasSize(8);
        assertThat(least.images()).isEqualTo(2);
        assertThat(least.memory().stallPercent()).isZero();
    }

    @Test
    void anotherFailureIsNotFollowed() {
        FuzzCase least = new CaseShrinker(one -> outcome(true)).shrink(LARGE, FuzzOutcome.Kind.STOPPED);

        assertThat(least).isEqualTo(LARGE);
    }
}
