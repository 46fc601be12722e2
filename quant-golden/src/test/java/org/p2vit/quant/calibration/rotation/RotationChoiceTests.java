// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.calibration.Quantizer;
import org.p2vit.quant.calibration.fidelity.FidelityMeter;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.options.Technique;
import org.p2vit.quant.calibration.statistics.CalibrationSet;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.image.Normalization;
import org.p2vit.quant.model.Preprocess;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.FloatVit;
import org.p2vit.quant.weights.RandomVit;

/** {@link RotationChoice} and the {@link TokenSpread} it goes by. */
class RotationChoiceTests {
    private static final long SEED = 68;
    private static final VitShape SHAPE = new VitShape(32, 32, 3, 4, 64, 2, 2, 128, 10);
    private static final int MASSIVE_CHANNEL = 7;
    private static final int MASSIVE_TOKEN = 5;
    private static final QuantizerOptions LEFT_OPEN = QuantizerOptions.DEFAULT.withThreads(1);
    private static final QuantizerOptions ROTATED = LEFT_OPEN.with(Technique.ROTATION);
    private static final QuantizerOptions UNROTATED = LEFT_OPEN.without(Technique.ROTATION);

    private final FloatVit ordinary = RandomVit.of(SHAPE, SEED);
    private final FloatVit massive = withMassiveToken(ordinary);
    private final CalibrationSet images = images(0, 8);

    /** Mean squares 1, 4, 16, 100: the lower median is 4, so 10 to 2. Three tokens: 3 to 1. */
    @Test
    void spreadIsTheGreatestTokenRelativeToTheMedian() {
        assertThat(TokenSpread.of(new float[] {10, -10, 1, 1, 2, -2, 4, 4}, 4, 2))
                .isEqualTo(5);
        assertThat(TokenSpread.of(new float[] {-3, 1, 0}, 3, 1)).isEqualTo(3);
        assertThat(TokenSpread.of(new float[] {1, 1, 1, -1}, 2, 2)).isEqualTo(1);
    }

    @Test
    void rotationDoesNotChangeWhatIsMeasured() {
        double spread = TokenSpread.of(massive, images, 1);
        assertThat(spread).as("seed %d", SEED).isGreaterThan(2 * RotationChoice.LIMIT);
        assertThat(TokenSpread.of(massive, images, 3)).isEqualTo(spread);
        assertThat(TokenSpread.of(Rotation.of(massive, SEED), images, 1) / spread)
                .isBetween(0.9, 1.1);
    }

    @Test
    void aNetworkWithAMassiveTokenIsLeftUnrotatedAndGainsByIt() {
        QuantizedVit chosen = quantized(massive, LEFT_OPEN);
        assertThat(chosen).usingRecursiveComparison().isEqualTo(quantized(massive, UNROTATED));
        assertThat(Quantizer.stored(massive, images, LEFT_OPEN)).isSameAs(massive);
        assertThat(Quantizer.stored(massive, images, ROTATED)).isNotSameAs(massive);
        assertThat(decibels(chosen, LEFT_OPEN))
                .as("seed %d", SEED)
                .isGreaterThan(decibels(quantized(massive, ROTATED), ROTATED) + 1);
    }

    @Test
    void anOrdinaryNetworkIsRotated() {
        assertThat(quantized(ordinary, LEFT_OPEN)).usingRecursiveComparison().isEqualTo(quantized(ordinary, ROTATED));
        assertThat(RotationChoice.of(ordinary, images, LEFT_OPEN).note()).isEmpty();
    }

    @Test
    void onlyWhatIsLeftOpenIsDecidedAndSaid() {
        RotationChoice choice = RotationChoice.of(massive, images, LEFT_OPEN);
        assertThat(choice.note()).hasValueSatisfying(note -> assertThat(note)
                .startsWith("rotation left out: the greatest token of a residual stream is ")
                .contains("times the median one, more than 8"));
        assertThat(choice.in(LEFT_OPEN)).isEqualTo(UNROTATED);
        for (QuantizerOptions stated : List.of(ROTATED, UNROTATED)) {
            assertThat(choice.in(stated)).isEqualTo(stated);
            assertThat(RotationChoice.of(massive, images, stated).note()).isEmpty();
        }
        assertThat(RotationChoice.of(massive, images, LEFT_OPEN)).isEqualTo(choice);
        assertThat(ROTATED.choices()).isNotEqualTo(LEFT_OPEN.choices());
    }

    private QuantizedVit quantized(FloatVit vit, QuantizerOptions options) {
        return Quantizer.quantize(vit, images, options, ProgressListener.NONE);
    }

    private double decibels(QuantizedVit network, QuantizerOptions options) {
        return new FidelityMeter(Quantizer.stored(massive, images, options), network)
                .measure(images(100, 8), 1, ProgressListener.NONE)
                .logits();
    }

    /** One token has one huge channel, from the first stream to the last. */
    private static FloatVit withMassiveToken(FloatVit vit) {
        float[] positions = vit.positions().toArray();
        positions[MASSIVE_TOKEN * SHAPE.dim() + MASSIVE_CHANNEL] = 400;
        return new FloatVit(
                SHAPE,
                vit.patchEmbed(),
                vit.classToken(),
                FloatTensor.of(positions, SHAPE.tokens(), SHAPE.dim()),
                vit.blocks(),
                vit.norm(),
                vit.head(),
                vit.metadata());
    }

    private static CalibrationSet images(int firstSeed, int count) {
        return CalibrationSet.ofPatches(
                new ImagePreprocessor(
                        SHAPE, Preprocess.crop(SHAPE.imageHeight(), SHAPE.imageWidth()), Normalization.IMAGENET),
                IntStream.range(firstSeed, firstSeed + count)
                        .mapToObj(seed -> RandomVit.patches(SHAPE, seed))
                        .toList());
    }
}
