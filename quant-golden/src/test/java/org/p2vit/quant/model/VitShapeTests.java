// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.p2vit.quant.InvalidInputException;

class VitShapeTests {
    @Test
    void derivesTheDimensionsOfDeitTiny() {
        VitShape shape = new VitShape(224, 224, 3, 16, 192, 12, 3, 768, 1000);
        assertThat(shape.headDim()).isEqualTo(64);
        assertThat(shape.patches()).isEqualTo(14 * 14);
        assertThat(shape.tokens()).isEqualTo(197);
        assertThat(shape.patchDepth()).isEqualTo(768);
    }

    @Test
    void countsPatchesOfAnImageThatIsNotSquare() {
        assertThat(new VitShape(8, 24, 1, 4, 6, 1, 2, 7, 1).patches()).isEqualTo(2 * 6);
    }

    @Test
    void theHeadReadsTheDistillationTokenButNoRegister() {
        VitShape shape = new VitShape(8, 8, 3, 4, 6, 1, 2, 7, 5).with(2, 0);
        assertThat(shape.tokens()).isEqualTo(2 + 4);
        assertThat(shape.headInputs()).isEqualTo(2 * 6);
        assertThat(shape.with(1, 4).tokens()).isEqualTo(1 + 4 + 4);
        assertThat(shape.with(1, 4).headInputs()).isEqualTo(6);
        refused("65 register tokens", () -> shape.with(1, 65));
        refused("-1 register tokens", () -> shape.with(1, -1));
        refused("3 tokens before its patches", () -> shape.with(3, 0));
        refused("needs no class token", () -> shape.with(0, 4));
    }

    @Test
    void aMeanNeedsNoClassTokenAndReadsAllRows() {
        VitShape shape = new VitShape(8, 8, 3, 4, 6, 1, 2, 7, 5).with(Readout.MEAN_NORM);
        assertThat(shape.readRows()).isEqualTo(1 + 4);
        assertThat(shape.with(0, 0).tokens()).isEqualTo(4);
        assertThat(shape.with(0, 2).readRows()).isEqualTo(2 + 4);
        assertThat(shape.with(0, 0).headInputs()).isEqualTo(6);
        refused("2 class tokens whose head reads the mean", () -> shape.with(2, 0));
        refused("-1 tokens", () -> shape.with(-1, 0));
        refused("\"direct\"", () -> shape.with(0, 0).with(Readout.DIRECT));
    }

    @Test
    void acceptsTheSmallestNetwork() {
        VitShape shape = new VitShape(1, 1, 1, 1, 1, 1, 1, 1, 1);
        assertThat(shape.tokens()).isEqualTo(2);
        assertThat(shape.patchDepth()).isOne();
    }

    @Test
    void refusesAnImageThatPatchesDoNotTile() {
        refused("225x224", () -> new VitShape(224, 225, 3, 16, 192, 12, 3, 768, 1000));
        refused("224x225", () -> new VitShape(225, 224, 3, 16, 192, 12, 3, 768, 1000));
    }

    @Test
    void refusesHeadsThatDoNotDivideDim() {
        refused("Dim 192 cannot be split over 5 heads", () -> new VitShape(224, 224, 3, 16, 192, 12, 5, 768, 1000));
    }

    @Test
    void refusesUnknownChannels() {
        refused("channels are 4", () -> new VitShape(224, 224, 4, 16, 192, 12, 3, 768, 1000));
    }

    @Test
    void refusesZeroInEveryField() {
        refused("image height is 0", () -> new VitShape(0, 8, 3, 4, 8, 1, 2, 8, 2));
        refused("image width is 0", () -> new VitShape(8, 0, 3, 4, 8, 1, 2, 8, 2));
        refused("patch is 0", () -> new VitShape(8, 8, 3, 0, 8, 1, 2, 8, 2));
        refused("dim is 0", () -> new VitShape(8, 8, 3, 4, 0, 1, 2, 8, 2));
        refused("depth is -1", () -> new VitShape(8, 8, 3, 4, 8, -1, 2, 8, 2));
        refused("heads is 0", () -> new VitShape(8, 8, 3, 4, 8, 1, 0, 8, 2));
        refused("MLP dim is 0", () -> new VitShape(8, 8, 3, 4, 8, 1, 2, 0, 2));
        refused("classes is 0", () -> new VitShape(8, 8, 3, 4, 8, 1, 2, 8, 0));
    }

    @Test
    void refusesMorePatchesThanAnIndexHolds() {
        refused("too many", () -> new VitShape(1 << 16, 1 << 16, 1, 1, 8, 1, 2, 8, 2));
    }

    private static void refused(String message, Runnable construction) {
        assertThatThrownBy(construction::run)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }
}
