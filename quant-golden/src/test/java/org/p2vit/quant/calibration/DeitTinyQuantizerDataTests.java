// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.p2vit.quant.ProgressListener;
import org.p2vit.quant.TestData;
import org.p2vit.quant.calibration.fidelity.FidelityMeter;
import org.p2vit.quant.calibration.fidelity.SqnrReport;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.statistics.CalibrationSet;
import org.p2vit.quant.image.ImageFolder;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.weights.CheckpointReader;
import org.p2vit.quant.weights.FloatVit;

/**
 * DeiT-Tiny quantized with the calibration images and compared with float on images of the validation set, on fewer of
 * both than {@code doc/quantizer.md} reports.
 */
@Tag("data")
@Tag("slow")
class DeitTinyQuantizerDataTests {
    private static final int CALIBRATION_IMAGES = 40;
    private static final int VALIDATION_IMAGES = 40;

    @Test
    void staysCloseToFloat() {
        check(8, 16, 0.9);
    }

    @Test
    @Tag("nightly")
    void staysNearFloatWithWeightsOf4Bits() {
        check(4, 4, 0.55);
    }

    private static void check(int bits, double decibels, double agreement) {
        FloatVit vit = CheckpointReader.read(TestData.path("deit_tiny_patch16_224.safetensors"));
        CalibrationSet calibration = images(vit, "imagenet-calibration", "resize-crop", CALIBRATION_IMAGES);
        CalibrationSet validation = images(vit, "imagenet-validation", "crop", VALIDATION_IMAGES);
        QuantizerOptions options = QuantizerOptions.DEFAULT.withWeightBits(bits);

        QuantizedVit quantized = Quantizer.quantize(vit, calibration, options, ProgressListener.NONE);
        SqnrReport report = new FidelityMeter(Quantizer.stored(vit, options), quantized)
                .measure(validation, options.threads(), ProgressListener.NONE);

        assertThat(report.logits()).as("%s", report).isGreaterThan(decibels);
        assertThat(report.agreement()).as("%s", report).isGreaterThan(agreement);
    }

    private static CalibrationSet images(FloatVit vit, String folder, String mode, int count) {
        ImagePreprocessor preprocessor = ImagePreprocessor.of(vit.shape(), vit.metadata(), Optional.of(mode), false);
        List<Path> files = ImageFolder.images(TestData.path(folder));
        assertThat(files).hasSizeGreaterThanOrEqualTo(count);
        return CalibrationSet.ofFiles(preprocessor, files.subList(0, count));
    }
}
