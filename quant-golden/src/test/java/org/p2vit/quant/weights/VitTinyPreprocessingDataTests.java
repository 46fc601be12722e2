// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.p2vit.quant.TestData;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.image.PixelReport;

/** A trained network of Hugging Face as it was published: its own files say how its images are prepared. */
@Tag("data")
class VitTinyPreprocessingDataTests {
    @Test
    void itsFilesSayEverything() throws IOException {
        Path folder = TestData.path("vit_tiny_200");
        FloatVit vit = CheckpointReader.read(folder.resolve("model.safetensors"));
        ImagePreprocessor preprocessor = ImagePreprocessor.of(vit.shape(), vit.metadata());
        List<Float> half = List.of(0.5f, 0.5f, 0.5f);
        assertThat(preprocessor.report())
                .isEqualTo(new PixelReport(
                        "exact=224x224:bilinear", "preprocessor_config.json", half, half, "preprocessor_config.json"));
        try (Stream<Path> images = Files.list(folder.resolve("validation"))) {
            Path image = images.filter(file -> file.toString().endsWith(".png"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
            assertThat(preprocessor.patches(image).shape()).containsExactly(196, 768);
        }
    }
}
