// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.calibration.Quantizer;
import org.p2vit.quant.calibration.fidelity.FidelityMeter;
import org.p2vit.quant.calibration.fidelity.SqnrReport;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.options.Technique;
import org.p2vit.quant.calibration.statistics.CalibrationSet;
import org.p2vit.quant.golden.GoldenVit;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.image.Normalization;
import org.p2vit.quant.model.Preprocess;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.weights.FloatVit;
import org.p2vit.quant.weights.RandomVit;

/** {@link DownstreamExponents} and the moves of {@link BlockDraft}. */
class DownstreamExponentsTests {
    private static final long SEED = 59;
    private static final VitShape SHAPE = new VitShape(16, 16, 3, 4, 32, 2, 2, 64, 10);
    private static final QuantizerOptions OPTIONS = QuantizerOptions.DEFAULT.withThreads(1);
    private static final FloatVit VIT = RandomVit.of(SHAPE, SEED);
    private static final CalibrationSet IMAGES = images(6);
    private static final QuantizedVit NETWORK = Quantizer.quantize(VIT, IMAGES, OPTIONS, ProgressListener.NONE);

    static Stream<Arguments> moves() {
        return Stream.of(
                move("norm1", draft -> draft.norm1(1)),
                move("query", draft -> draft.query(1)),
                move("key", draft -> draft.key(1)),
                move("logits", draft -> draft.logits(1, 1)),
                move("value", draft -> draft.value(1)),
                move("attention output", draft -> draft.attentionOutput(1)),
                // Finer: the sums of fc1 are as coarse as GELU's input already, so no shift is left for a coarser one.
                move("norm2", draft -> draft.norm2(-1)));
    }

    private static Arguments move(String name, Consumer<BlockDraft> move) {
        return Arguments.of(name, move);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("moves")
    void aMovedTensorKeepsItsMeaning(String name, Consumer<BlockDraft> move) {
        BlockDraft.Form before = new BlockDraft.Form(
                NETWORK.blocks().get(0), NETWORK.exponents().blocks().get(0));
        BlockDraft draft = new BlockDraft(before);
        move.accept(draft);
        QuantizedVit moved = DownstreamExponents.with(NETWORK, 0, draft.form());
        assertThat(sqnr(moved))
                .as("%s, logits, seed %d, %.1f dB before", name, SEED, sqnr(NETWORK))
                .isGreaterThan(15);
        SqnrReport report =
                new FidelityMeter(Quantizer.stored(VIT, OPTIONS), moved).measure(IMAGES, 1, ProgressListener.NONE);
        for (SqnrReport.TensorSqnr tensor : report.tensors()) {
            assertThat(tensor.decibels()).as("%s, %s", name, tensor.tensor()).isGreaterThan(8);
        }
        assertThat(new GoldenVit(moved).forward(codes(0)))
                .as(name)
                .isNotEqualTo(new GoldenVit(NETWORK).forward(codes(0)));
    }

    @Test
    void whatIsKeptBringsLogitsCloser() {
        BlockDraft draft = new BlockDraft(new BlockDraft.Form(
                NETWORK.blocks().get(0), NETWORK.exponents().blocks().get(0)));
        draft.norm1(2);
        QuantizedVit coarse = DownstreamExponents.with(NETWORK, 0, draft.form());
        QuantizedVit mended = DownstreamExponents.refined(VIT, coarse, IMAGES, 2, ProgressListener.NONE);
        assertThat(sqnr(mended)).as("seed %d", SEED).isGreaterThan(sqnr(coarse) + 1);
        assertThat(mended.exponents().stream()).isEqualTo(NETWORK.exponents().stream());
    }

    /** Of a network with 4-bit weights, which leaves something to gain. */
    @Test
    void theOptionRefinesWhatTheOthersMake() {
        QuantizerOptions coarse = OPTIONS.withWeightBits(4);
        QuantizedVit network = Quantizer.quantize(VIT, IMAGES, coarse, ProgressListener.NONE);
        QuantizedVit refined = DownstreamExponents.refined(VIT, network, IMAGES, 2, ProgressListener.NONE);
        assertThat(sqnr(refined)).as("seed %d", SEED).isGreaterThan(sqnr(network));
        QuantizedVit asOption =
                Quantizer.quantize(VIT, IMAGES, coarse.with(Technique.DOWNSTREAM_EXPONENTS), ProgressListener.NONE);
        assertThat(asOption).usingRecursiveComparison().isEqualTo(refined);
    }

    @Test
    void tooCoarseATensorIsLeftAlone() {
        int[] shift = NETWORK.blocks().get(0).attention().softmaxShift();
        BlockDraft draft = new BlockDraft(new BlockDraft.Form(
                NETWORK.blocks().get(0), NETWORK.exponents().blocks().get(0)));
        draft.logits(0, shift[0] + 1);
        assertThatThrownBy(draft::form)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("softmax shift");
    }

    private static double sqnr(QuantizedVit network) {
        return new FidelityMeter(Quantizer.stored(VIT, OPTIONS), network)
                .measure(IMAGES, 1, ProgressListener.NONE)
                .logits();
    }

    private static byte[] codes(int image) {
        return NETWORK.input().encode(IMAGES.patches(image).toArray());
    }

    private static CalibrationSet images(int count) {
        ImagePreprocessor preprocessor = new ImagePreprocessor(
                SHAPE, Preprocess.resizeCrop(SHAPE.imageHeight(), SHAPE.imageWidth()), Normalization.IMAGENET);
        return CalibrationSet.ofPatches(
                preprocessor,
                List.copyOf(IntStream.range(0, count)
                        .mapToObj(i -> RandomVit.patches(SHAPE, i))
                        .toList()));
    }
}
