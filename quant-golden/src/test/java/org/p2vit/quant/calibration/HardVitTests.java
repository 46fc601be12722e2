// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.calibration.fidelity.FidelityMeter;
import org.p2vit.quant.calibration.fidelity.SqnrReport;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.statistics.CalibrationSet;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.image.Normalization;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.Preprocess;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.FloatVit;

/** No network may be refused or fall below the SQNR of {@code quantizer.md}, with drawn pictures or with images. */
class HardVitTests {
    private static final VitShape SHAPE = new VitShape(32, 32, 3, 8, 64, 3, 2, 128, 10);
    private static final ImagePreprocessor PREPROCESSOR =
            new ImagePreprocessor(SHAPE, Preprocess.crop(32, 32), Normalization.IMAGENET);
    private static final int IMAGES = 8;
    private static final double LEAST_DECIBELS = 12;

    @ParameterizedTest
    @EnumSource
    void staysCloseToFloat(HardVit kind) {
        for (long seed : List.of(11L, 12L, 13L)) {
            FloatVit network = kind.of(SHAPE, seed);
            for (AttentionCoding attention : AttentionCoding.values()) {
                for (boolean drawn : List.of(true, false)) {
                    assertThat(sqnr(network, attention, drawn))
                            .as("%s, seed %d, attention %s, drawn pictures %s", kind, seed, attention, drawn)
                            .isGreaterThan(LEAST_DECIBELS);
                }
            }
        }
    }

    private static double sqnr(FloatVit network, AttentionCoding attention, boolean drawn) {
        QuantizerOptions options =
                (drawn ? QuantizerOptions.WITHOUT_IMAGES : QuantizerOptions.DEFAULT).withAttention(attention);
        CalibrationSet calibration = drawn ? CalibrationSet.drawn(PREPROCESSOR) : pictures(100);
        QuantizedVit quantized = Quantizer.quantize(network, calibration, options, ProgressListener.NONE);
        SqnrReport report = new FidelityMeter(Quantizer.stored(network, options), quantized)
                .measure(pictures(200), 1, ProgressListener.NONE);
        return report.logits();
    }

    /** Pictures that calibration does not draw. */
    private static CalibrationSet pictures(int first) {
        List<FloatTensor> patches = IntStream.range(first, first + IMAGES)
                .mapToObj(seed -> PREPROCESSOR.patches(PREPROCESSOR.drawn(seed)))
                .toList();
        return CalibrationSet.ofPatches(PREPROCESSOR, patches);
    }
}
