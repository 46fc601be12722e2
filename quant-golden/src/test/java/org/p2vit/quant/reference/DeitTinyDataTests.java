// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.p2vit.quant.TestData;
import org.p2vit.quant.image.ImageFolder;
import org.p2vit.quant.image.ImagePreprocessor;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.weights.CheckpointReader;
import org.p2vit.quant.weights.FloatVit;

/**
 * The whole float path, file to class, on the published DeiT-Tiny and images of the ImageNet validation set.
 */
@Tag("data")
@Tag("slow")
class DeitTinyDataTests {
    private static final int IMAGES = 60;

    @Test
    void classifiesMostValidationImages() {
        FloatVit vit = CheckpointReader.read(TestData.path("deit_tiny_patch16_224.safetensors"));
        assertThat(vit.shape()).isEqualTo(new VitShape(224, 224, 3, 16, 192, 12, 3, 768, 1000));
        FloatForward forward = new FloatForward(vit);
        ImagePreprocessor preprocessor = ImagePreprocessor.of(vit.shape(), vit.metadata(), Optional.of("crop"), false);
        List<ImageFolder.Labelled> images = ImageFolder.labelled(
                TestData.path("imagenet-validation"), vit.shape().classes());
        assertThat(images).hasSizeGreaterThanOrEqualTo(IMAGES);
        long correct = images.stream()
                .limit(IMAGES)
                .filter(image -> largest(forward.logits(preprocessor.patches(image.file()))) == image.label())
                .count();
        assertThat((double) correct / IMAGES).as("top-1 on %d images", IMAGES).isGreaterThanOrEqualTo(0.70);
    }

    private static int largest(float[] logits) {
        int largest = 0;
        for (int i = 1; i < logits.length; i++) {
            largest = logits[i] > logits[largest] ? i : largest;
        }
        return largest;
    }
}
