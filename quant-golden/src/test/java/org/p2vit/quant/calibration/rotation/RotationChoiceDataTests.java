// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.quant.TestData;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.options.Technique;
import org.p2vit.quant.calibration.statistics.CalibrationSet;
import org.p2vit.quant.image.ImageFolder;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.weights.CheckpointReader;
import org.p2vit.quant.weights.FloatVit;

/** Two trained networks, one on either side of {@link RotationChoice#LIMIT}. */
@Tag("data")
class RotationChoiceDataTests {
    @ParameterizedTest(name = "{0}: rotated {2}")
    @CsvSource({
        "deit_tiny_patch16_224.safetensors, imagenet-calibration, true, 1.5, 4",
        "vit_tiny_200/model.safetensors, vit_tiny_200/calibration, false, 25, 60"
    })
    void followsTheNetwork(String model, String folder, boolean rotated, double least, double most) {
        FloatVit vit = CheckpointReader.read(TestData.path(model));
        CalibrationSet images = CalibrationSet.ofFiles(
                ImagePreprocessor.of(vit.shape(), vit.metadata()), ImageFolder.images(TestData.path(folder)));
        RotationChoice choice = RotationChoice.of(vit, images, QuantizerOptions.DEFAULT);
        assertThat(choice.in(QuantizerOptions.DEFAULT).has(Technique.ROTATION)).isEqualTo(rotated);
        assertThat(choice.spread().orElseThrow()).isBetween(least, most);
    }
}
